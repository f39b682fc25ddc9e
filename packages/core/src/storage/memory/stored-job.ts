import type { EpochMs } from '../../time/clock.js'
import type {
  AttemptRecord,
  JobHistory,
  JobRecord,
  LogLine,
  NewJob,
  SessionId,
} from '../contract.js'
import { MAX_LOG_LINES } from '../contract.js'
import type { Place } from './heap.js'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** A job as memory keeps it: the one mutable thing, never handed out. */
export interface StoredJob {
  readonly record: Writable<JobRecord>
  headStartMs: number
  readonly dedup?: NonNullable<NewJob['dedup']>
  readonly attempts: AttemptRecord[]
  readonly logs: LogLine[]
  logsDropped: number
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

export function newStoredJob(job: NewJob, now: EpochMs): StoredJob {
  return {
    record: {
      id: job.id,
      name: job.name,
      queue: job.queue,
      priority: job.priority,
      state: 'queued',
      attempt: 0,
      crashes: 0,
      input: job.input,
      ...(job.options !== undefined && { options: job.options }),
      enqueuedAt: now,
      dueAt: job.dueAt ?? now + (job.delayMs ?? 0),
    },
    headStartMs: job.headStartMs,
    ...(job.dedup && { dedup: { ...job.dedup } }),
    attempts: [],
    logs: [],
    logsDropped: 0,
  }
}

/** The lower, the earlier it is claimed. */
export const keyOf = (job: StoredJob): number => job.record.dueAt - job.headStartMs

export const recordOf = (job: StoredJob): JobRecord => ({ ...job.record })

export const historyOf = (job: StoredJob): JobHistory => ({
  attempts: job.attempts.map((attempt) => ({ ...attempt })),
  logs: job.logs.map((line) => ({ ...line })),
  logsDropped: job.logsDropped,
})

/** What the holder has to say of its job, in a report or with a settlement. */
export function note(
  job: StoredJob,
  { progress, logs = [] }: { readonly progress?: string; readonly logs?: readonly LogLine[] },
): void {
  if (progress !== undefined) job.record.progress = progress
  const kept = logs.slice(0, MAX_LOG_LINES - job.logs.length)
  for (const line of kept) job.logs.push({ ...line })
  job.logsDropped += logs.length - kept.length
}
