import type {
  AttemptRecord,
  JobRecord,
  JobState,
  JobTrail,
  LogLevel,
  Outcome,
} from '../storage/contract.js'
import type { EpochMs } from '../time/clock.js'
import type { Failure } from './failure.js'
import { type PriorityName, priorityName } from './priority.js'
import type { Progress } from './progress.js'
import { type JobLabel, labelOf } from './state.js'

/** A stored job as people and programs read it. Serialises to JSON as it stands. */
export interface Job {
  readonly id: string
  readonly name: string
  readonly queue: string
  readonly priority: PriorityName
  readonly state: JobState
  /** The state, or `scheduled` and `retrying` for a job that is queued for that reason. */
  readonly label: JobLabel
  /** Attempts begun that count. */
  readonly attempt: number
  /** As it was enqueued. */
  readonly input: unknown
  readonly result?: unknown
  /** What the last ended attempt failed with. */
  readonly failure?: Failure
  readonly progress?: Progress
  readonly metadata: Readonly<Record<string, unknown>>
  readonly enqueuedAt: Date
  readonly dueAt: Date
  readonly startedAt?: Date
  readonly endedAt?: Date
  readonly worker?: string
  readonly cancelReason?: string
  /** Was running when a worker was lost: it runs alone until it ends. */
  readonly suspect: boolean
}

export interface JobAttempt {
  /** 1 for the first execution, counting every one. */
  readonly execution: number
  readonly outcome: Outcome
  readonly worker: string
  readonly startedAt: Date
  readonly endedAt: Date
  readonly durationMs: number
  readonly failure?: Failure
}

export interface JobLogLine {
  readonly at: Date
  readonly level: LogLevel
  readonly message: string
  readonly data?: unknown
}

/** A job with everything that is kept of it. */
export interface JobDetails extends Job {
  readonly attempts: readonly JobAttempt[]
  readonly logs: readonly JobLogLine[]
  /** Log lines beyond the limit of 1,000. */
  readonly logsDropped: number
}

/** Core's own part of a stored job, opaque to storages. */
export interface StoredOptions {
  readonly metadata?: Readonly<Record<string, unknown>>
}

export function jobOf(record: JobRecord, now: EpochMs): Job {
  const options: StoredOptions = record.options === undefined ? {} : JSON.parse(record.options)
  return {
    id: record.id,
    name: record.name,
    queue: record.queue,
    priority: priorityName(record.priority),
    state: record.state,
    label: labelOf(record, now),
    attempt: record.attempt,
    suspect: record.suspect,
    input: JSON.parse(record.input),
    metadata: options.metadata ?? {},
    enqueuedAt: new Date(record.enqueuedAt),
    dueAt: new Date(record.dueAt),
    ...(record.result !== undefined && { result: JSON.parse(record.result) }),
    ...(record.failure !== undefined && { failure: JSON.parse(record.failure) }),
    ...(record.progress !== undefined && { progress: JSON.parse(record.progress) }),
    ...(record.startedAt !== undefined && { startedAt: new Date(record.startedAt) }),
    ...(record.endedAt !== undefined && { endedAt: new Date(record.endedAt) }),
    ...(record.worker !== undefined && { worker: record.worker }),
    ...(record.cancelReason !== undefined && { cancelReason: record.cancelReason }),
  }
}

export function jobDetailsOf(record: JobRecord, trail: JobTrail, now: EpochMs): JobDetails {
  return {
    ...jobOf(record, now),
    attempts: trail.attempts.map(attemptOf),
    logs: trail.logs.map(({ at, level, message, data }) => ({
      at: new Date(at),
      level,
      message,
      ...(data !== undefined && { data: JSON.parse(data) }),
    })),
    logsDropped: trail.logsDropped,
  }
}

function attemptOf({ failure, startedAt, endedAt, ...attempt }: AttemptRecord): JobAttempt {
  return {
    ...attempt,
    startedAt: new Date(startedAt),
    endedAt: new Date(endedAt),
    durationMs: endedAt - startedAt,
    ...(failure !== undefined && { failure: JSON.parse(failure) }),
  }
}
