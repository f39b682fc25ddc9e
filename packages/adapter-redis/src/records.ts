import type { ClaimedJob, Dependency, JobRecord, LimitUse, RecoveredJob } from './contract.js'
import { finalParts, tokenParts } from './execution.js'
import { namesOf } from './job-class.js'
import { stateOf } from './letters.js'
import type { Meta } from './stored-form.js'
import { json, lines, pairs, type Text } from './text.js'

/** What changed since a record was written. */
interface Changes {
  readonly a?: number
  readonly c?: number
  readonly s?: number
  readonly u?: number
  readonly p?: number
  readonly w?: string
  readonly t?: number
  readonly z?: string
  readonly r?: string
  readonly b?: string
  readonly y?: readonly (readonly [string, 'c' | 'r'])[]
}

const usesOf = (uses: NonNullable<Meta['l']>): readonly LimitUse[] =>
  uses.map(([key, definition, reserve]) => ({
    key,
    definition,
    ...(reserve !== undefined && { reserve }),
  }))

const dependenciesOf = (list: NonNullable<Meta['D']>): readonly Dependency[] =>
  list.map(([id, mode]) => ({ id, onFailure: mode === 'c' ? 'cancel' : 'run' }))

/** Everything stored about one job, as the `read` script gives it. */
export interface Stored {
  readonly place: string
  readonly record: string
  readonly changes?: Text
  readonly final?: Text
  readonly progress?: Text
  readonly input?: Text
  readonly token?: Text
  readonly pending?: Text
  readonly cancelReason?: Text
}

export function jobRecord(stored: Stored): JobRecord {
  const [numbers, classText, metaText, body] = lines(stored.record, 3) as [
    string,
    string,
    string,
    string,
  ]
  const [created = '', due = '', , levels = '', suffix] = numbers.split(' ')
  const [priority, optionsLength = '-'] = levels.split(':')
  const enqueuedAt = Number.parseInt(created, 36)
  const [queue, name] = namesOf(classText)
  const changes = json<Changes>(stored.changes) ?? {}
  const meta = json<Meta>(metaText) ?? {}
  const length = optionsLength === '-' ? 0 : Number(optionsLength)
  const dependsOn = changes.y ?? meta.D
  return {
    id: stored.place + suffix,
    name,
    queue,
    priority: changes.p ?? Number(priority),
    ...executionOf(stored, changes),
    suspect: changes.s === 1,
    crashes: changes.c ?? 0,
    input: stored.input ?? body.slice(length),
    ...(optionsLength !== '-' && { options: body.slice(0, length) }),
    ...(stored.progress != null && { progress: stored.progress }),
    enqueuedAt,
    dueAt: changes.u ?? (due === '=' ? enqueuedAt : Number.parseInt(due, 36)),
    ...(changes.b !== undefined && { cancelledBy: changes.b }),
    ...(meta.t !== undefined && { tenant: meta.t }),
    ...(meta.g !== undefined && { group: meta.g }),
    ...(meta.T && { tags: meta.T }),
    ...(meta.b !== undefined && { batch: meta.b }),
    ...(meta.o && { occurrence: { schedule: meta.o[0], nominal: meta.o[1], run: meta.o[2] } }),
    ...(meta.l && { limits: usesOf(meta.l) }),
    ...(dependsOn && { dependsOn: dependenciesOf(dependsOn) }),
  }
}

type Execution = Pick<
  JobRecord,
  'state' | 'attempt' | 'worker' | 'startedAt' | 'endedAt' | 'result' | 'failure' | 'cancelReason'
>

/** State and last execution: of a final job in its final text, of a running one in its token. */
function executionOf(stored: Stored, changes: Changes): Execution {
  if (stored.final) return finalExecution(stored.final, changes)
  const reason = stored.cancelReason ?? changes.r
  const rest = {
    ...(changes.z !== undefined && { failure: changes.z }),
    ...(reason != null && { cancelReason: reason }),
  }
  if (stored.token) {
    const { attempt, startedAt, worker } = tokenParts(stored.token)
    return { state: 'running', attempt, startedAt, worker, ...rest }
  }
  return {
    state: stored.pending == null ? 'queued' : 'blocked',
    attempt: changes.a ?? 0,
    ...lastExecution(changes),
    ...rest,
  }
}

const lastExecution = ({ w, t }: Changes) => ({
  ...(w !== undefined && { worker: JSON.parse(w) as string }),
  ...(t !== undefined && { startedAt: t }),
})

function finalExecution(final: string, changes: Changes): Execution {
  const { state, endedAt, attempt, startedAt, outcome, kind, worker, tail } = finalParts(final)
  const failure = kind === 'f' ? tail : outcome === '-' ? changes.z : undefined
  return {
    state: stateOf(state),
    attempt: attempt === undefined ? (changes.a ?? 0) : attempt,
    ...(startedAt === undefined ? lastExecution(changes) : { startedAt, worker }),
    endedAt,
    ...(kind === 'r' && { result: tail }),
    ...(failure !== undefined && { failure }),
    ...(changes.r !== undefined && { cancelReason: changes.r }),
  }
}

/** A job of a turn's reply: place, token, record, and what it brings along. */
export type HeldReply = readonly [
  string,
  string,
  string,
  Text?,
  Text?,
  Text?,
  (readonly string[] | null)?,
  (readonly string[] | null)?,
  Text?,
  Text?,
]

export function claimedJob(reply: HeldReply): ClaimedJob {
  const [place, token, record, changes, input, progress, steps, exhausted, cancelReason] = reply
  return {
    ...jobRecord({ place, token, record, changes, input, progress, cancelReason }),
    token: tokenParts(token).token,
    ...(steps?.length && { steps: pairs(steps) }),
    ...(exhausted?.length && { exhausted }),
  }
}

export function recoveredJob(reply: HeldReply): RecoveredJob {
  return {
    ...claimedJob(reply),
    lostWorker: tokenParts(reply[1]).worker,
    ...lossOf(reply[9] ?? ''),
  }
}

const LOSSES: Readonly<Record<string, RecoveredJob['loss']>> = {
  x: 'expired',
  e: 'ended',
  d: 'died',
}

/** Whether the lost session held nothing else, and how it was lost, one letter each. */
const lossOf = ([alone, how]: string): Pick<RecoveredJob, 'alone' | 'loss'> => ({
  alone: alone === '1',
  loss: LOSSES[how ?? 'x'] ?? 'expired',
})
