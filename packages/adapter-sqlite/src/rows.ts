import type { JobRecord, JobState, LogLevel, Outcome } from '@nightshift/core'
import { type Address, idAt } from './address.js'
import { extraOf } from './extra.js'
import type { Store } from './store.js'

export const BLOCKED = 0
export const WAITING = 1
export const DELAYED = 2
export const RUNNING = 3

const STATES = [
  'blocked',
  'queued',
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
] as const
const FINAL_CODES = { completed: 4, failed: 5, cancelled: 6 } as const
const OUTCOMES = [
  'succeeded',
  'failed',
  'timed-out',
  'snoozed',
  'interrupted',
  'lost',
  'cancelled',
] as const

export const FINAL_STATES = ['completed', 'failed', 'cancelled'] as const

export const stateOf = (code: number): JobState => STATES[code] as JobState
export const finalCode = (state: keyof typeof FINAL_CODES): number => FINAL_CODES[state]
export const isFinal = (code: number): boolean => code > RUNNING
export const isQueued = (code: number): boolean => code === WAITING || code === DELAYED
export const outcomeCode = (outcome: Outcome): number => OUTCOMES.indexOf(outcome) + 1
export const outcomeOf = (code: number): Outcome => OUTCOMES[code - 1] as Outcome

/** Bits of `ns_job.flags`. */
export const CANCEL_ASKED = 1
export const HAS_DEDUP = 2
export const INPUT_APART = 4
export const RESULT_APART = 8
export const HAS_DEPENDENTS = 16
export const SUSPECT = 32
/** It counts against limits or carries out an occurrence. */
export const TIED = 64
export const HAS_STEPS = 128
/** There is a row in `ns_reserve`. */
export const RESERVES = 256
/** What forbids the short way to a final state. */
export const SPECIAL = CANCEL_ASKED | HAS_DEDUP | HAS_DEPENDENTS | TIED

/** Longer texts stand in `ns_body`. In characters, because counting bytes costs more. */
const INLINE_LENGTH = 4_096
export const isLarge = (text: string): boolean => text.length > INLINE_LENGTH

/** The part of a job that a claim reads. */
export interface DueRow extends Address {
  readonly kind: number
  readonly priority: number
  readonly key: number
  readonly due: number
  readonly enqueued: number
  readonly flags: number
  readonly attempt: number
  readonly crashes: number
  readonly token: number
  readonly input: string | null
  readonly options: string | null
  readonly extra: string | null
}

export interface JobRow extends DueRow {
  readonly queue: number
  readonly lane: number
  readonly state: number
  readonly executions: number
  readonly worker: number | null
  readonly started: number | null
  readonly ended: number | null
  readonly outcome: number | null
  readonly result: string | null
  readonly failure: string | null
  readonly cancel_reason: string | null
  readonly cancelled_by: string | null
  readonly dedup: string | null
}

export interface AttemptRow {
  readonly execution: number
  readonly outcome: number
  readonly worker: number
  readonly started: number
  readonly ended: number
  readonly failure: string | null
}

export interface LogRow {
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly data: string | null
}

export type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** A row and what stands apart from it, as the contract tells it. */
export function recordOf(store: Store, row: JobRow): JobRecord {
  const record = basicRecord(store, row, stateOf(row.state))
  if (row.ended !== null) record.endedAt = row.ended
  if (row.cancel_reason !== null) record.cancelReason = row.cancel_reason
  if (row.cancelled_by !== null) record.cancelledBy = row.cancelled_by
  // Nobody but a worker writes the rest.
  if (row.token > 0) addTraces(store, row, record)
  return record
}

/** What every job has, and what it was given. */
export function basicRecord(store: Store, row: DueRow, state: JobState): Writable<JobRecord> {
  const { name, queue } = store.names.kindById(row.kind)
  const record: Writable<JobRecord> = {
    id: idAt(row),
    name,
    queue,
    priority: row.priority,
    state,
    attempt: row.attempt,
    suspect: (row.flags & SUSPECT) !== 0,
    crashes: row.crashes,
    input: inputOf(store, row),
    enqueuedAt: row.enqueued,
    dueAt: row.due,
  }
  if (row.options !== null) record.options = row.options
  if (row.extra !== null) {
    const { weight, dedup, ...given } = extraOf(row)
    Object.assign(record, given)
  }
  return record
}

function addTraces(store: Store, row: JobRow, record: Writable<JobRecord>): void {
  const { sql, names } = store
  const { hi, lo, flags } = row
  const large = flags & RESULT_APART ? sql.bodyResult.get<{ text: string }>(hi, lo) : undefined
  const result = large?.text ?? row.result
  const progress = sql.report.get<{ progress: string | null }>(hi, lo)?.progress
  if (result !== null) record.result = result
  if (row.failure !== null) record.failure = row.failure
  if (typeof progress === 'string') record.progress = progress
  if (row.started !== null) record.startedAt = row.started
  if (row.worker !== null) record.worker = names.workerById(row.worker)
}

function inputOf({ sql }: Store, { hi, lo, flags, input }: DueRow): string {
  const large = flags & INPUT_APART ? sql.bodyInput.get<{ text: string }>(hi, lo) : undefined
  return large?.text ?? input ?? ''
}

/** Results of durable steps by name; `undefined` when there are none. */
export function stepsOf(
  { sql }: Store,
  { hi, lo, flags }: Pick<DueRow, 'hi' | 'lo' | 'flags'>,
): Readonly<Record<string, string>> | undefined {
  if (!(flags & HAS_STEPS)) return undefined
  const rows = sql.steps.all<{ name: string; result: string }>(hi, lo)
  return Object.fromEntries(rows.map(({ name, result }) => [name, result]))
}
