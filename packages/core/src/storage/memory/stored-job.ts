import type { EpochMs } from '../../time/clock.js'
import {
  type AttemptRecord,
  type Dependency,
  type JobId,
  type JobRecord,
  type JobTrail,
  type LogLine,
  MAX_LOG_LINES,
  type NewJob,
  type SessionId,
} from '../contract.js'
import { frozen } from './frozen.js'
import type { Place } from './heap.js'

export type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** A job as memory keeps it: the one mutable thing, never handed out. */
export interface StoredJob {
  readonly record: Writable<JobRecord>
  headStartMs: number
  readonly weight: number
  /** Which of its queue's lanes it waits in. */
  readonly lane: string
  readonly dedup?: NonNullable<NewJob['dedup']>
  readonly attempts: AttemptRecord[]
  readonly logs: LogLine[]
  logsDropped: number
  steps?: Map<string, string>
  dependents?: Set<JobId>
  /** While it is blocked: dependencies whose end has not reached it yet. */
  waitsFor?: Set<JobId>
  /** What its running execution has put aside and not spent, by limit key. */
  reserves?: Map<string, number>
  /** Budgets that the next claim does not ask. */
  exempt?: readonly string[] | undefined
  /** Who may write about the job while it runs. */
  holder?: Holder | undefined
  /** Where it stands while it is queued. */
  place?: WaitingPlace | undefined
}

export interface Holder {
  readonly session: SessionId
  readonly token: number
}

export interface WaitingPlace extends Place {
  readonly job: StoredJob
}

/** What a new job's record takes over as it was given, where it was given. */
const GIVEN = ['options', 'tenant', 'group', 'tags', 'batch', 'occurrence', 'limits'] as const

export function newStoredJob(
  job: NewJob,
  dependsOn: readonly Dependency[] | undefined,
  now: EpochMs,
): StoredJob {
  const given = GIVEN.filter((field) => job[field] !== undefined)
  return {
    record: {
      id: job.id,
      name: job.name,
      queue: job.queue,
      priority: job.priority,
      state: 'queued',
      attempt: 0,
      suspect: false,
      crashes: 0,
      input: job.input,
      enqueuedAt: now,
      dueAt: dueTimeOf(job, now),
      ...Object.fromEntries(given.map((field) => [field, frozen(job[field])])),
      ...(dependsOn && { dependsOn: frozen(dependsOn) }),
    },
    headStartMs: job.headStartMs,
    weight: job.weight ?? 1,
    lane: laneOf(job),
    ...(job.dedup && { dedup: { ...job.dedup } }),
    attempts: [],
    logs: [],
    logsDropped: 0,
  }
}

export const dueTimeOf = (job: NewJob, now: EpochMs): EpochMs =>
  job.dueAt ?? now + (job.delayMs ?? 0)

function laneOf({ group, limits = [] }: NewJob): string {
  if (group === undefined && limits.length === 0) return ''
  return JSON.stringify([group ?? null, ...limits.map(({ key }) => key).sort()])
}

/** The lower, the earlier it is claimed. */
export const keyOf = (job: StoredJob): number => job.record.dueAt - job.headStartMs

/** Nested values of a record are frozen, so that a shallow copy is enough. */
export const recordOf = (job: StoredJob): JobRecord => ({ ...job.record })

export const stepsOf = (job: StoredJob): Readonly<Record<string, string>> =>
  Object.fromEntries(job.steps ?? [])

export const trailOf = (job: StoredJob): JobTrail => ({
  attempts: job.attempts.map((attempt) => ({ ...attempt })),
  logs: job.logs.map((line) => ({ ...line })),
  logsDropped: job.logsDropped,
  steps: stepsOf(job),
  dependents: [...(job.dependents ?? [])].sort().slice(0, MAX_TRAIL_DEPENDENTS),
})

const MAX_TRAIL_DEPENDENTS = 1_000

interface Note {
  readonly progress?: string
  readonly logs?: readonly LogLine[]
  readonly steps?: Readonly<Record<string, string>>
}

/** What the holder has to say of its job, in a report or with a settlement. */
export function note(job: StoredJob, { progress, logs = [], steps = {} }: Note): void {
  if (progress !== undefined) job.record.progress = progress
  const kept = logs.slice(0, MAX_LOG_LINES - job.logs.length)
  for (const line of kept) job.logs.push({ ...line })
  job.logsDropped += logs.length - kept.length
  for (const [name, result] of Object.entries(steps)) {
    job.steps ??= new Map()
    job.steps.set(name, result)
  }
}
