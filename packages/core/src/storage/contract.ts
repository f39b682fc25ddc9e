/**
 * The storage contract: core decides, storage moves.
 *
 * Everything here is a guarded move of stored jobs. No policy lives below this line: how long to
 * back off, what counts as an attempt and who may retry are decided by core's pure functions and
 * arrive as data. Each rule is a sentence with an id; `@nightshift/storage-conformance` has a test
 * of the same id for every one of them.
 *
 * Times are read by the storage inside the move itself; callers pass durations. JSON arrives as
 * text and is stored as it came: a storage never parses or re-encodes what users wrote.
 */
import type { EpochMs } from '../time/clock.js'

/** A storage written for another version refuses to be used: see `createNightshift`. */
export const STORAGE_CONTRACT_VERSION = 1

/** At most this many jobs in one unit of {@link Storage.enqueue}. */
export const MAX_UNIT_JOBS = 1_000
/** At most this many settlements, and this many claims, in one turn. */
export const MAX_TURN_JOBS = 1_000
/** A claim stops once it has loaded this many bytes of inputs (but always takes one job). */
export const MAX_TURN_INPUT_BYTES = 1_048_576
/** Log lines kept for one job; later ones are counted and dropped. */
export const MAX_LOG_LINES = 1_000

/** 26 characters of Crockford base 32, ordered in time; made by core. See `job/id.ts`. */
export type JobId = string
export type SessionId = string
/** JSON text: opaque to the storage. */
export type JsonText = string

export type FinalState = 'completed' | 'failed' | 'cancelled'
export type JobState = 'queued' | 'running' | FinalState

/** How one execution ended. */
export type Outcome =
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  | 'snoozed'
  | 'interrupted'
  | 'lost'
  | 'cancelled'

/** A job as core hands it over to be stored. */
export interface NewJob {
  readonly id: JobId
  readonly name: string
  readonly queue: string
  /** 0 critical … 4 background. For display and filters; the order follows from `headStartMs`. */
  readonly priority: number
  /** The job's key is the instant it becomes due minus this. Lower keys are claimed first. */
  readonly headStartMs: number
  readonly input: JsonText
  /** Core's own options (retry, timeout, metadata); opaque. */
  readonly options?: JsonText
  /** Due this long after the insert. Default 0. Ignored when `dueAt` is given. */
  readonly delayMs?: number
  readonly dueAt?: EpochMs
  readonly dedup?: { readonly key: string; readonly windowMs?: number }
}

export type EnqueueAnswer =
  | { readonly status: 'stored'; readonly id: JobId }
  /** The id is stored already: the same insert was repeated and nothing changed. */
  | { readonly status: 'repeated'; readonly id: JobId }
  /** Another job holds the dedup key; `id` is the holder. */
  | { readonly status: 'duplicate'; readonly id: JobId }

export type UnitReply =
  | { readonly status: 'accepted'; readonly jobs: readonly EnqueueAnswer[] }
  /** Two different ids met in their first 63 bits; core makes new ids and repeats the unit. */
  | { readonly status: 'id-taken'; readonly id: JobId }

export interface JobRecord {
  readonly id: JobId
  readonly name: string
  readonly queue: string
  readonly priority: number
  readonly state: JobState
  /** Executions that count so far; snoozed, interrupted and lost ones do not. */
  readonly attempt: number
  /** Executions that ended because the worker died under them. */
  readonly crashes: number
  readonly input: JsonText
  readonly options?: JsonText
  readonly result?: JsonText
  /** What the last ended attempt failed with. */
  readonly failure?: JsonText
  readonly progress?: JsonText
  readonly enqueuedAt: EpochMs
  readonly dueAt: EpochMs
  /** Start of the last execution. */
  readonly startedAt?: EpochMs
  /** When the job reached its final state. */
  readonly endedAt?: EpochMs
  /** Name of the worker that runs it, or ran it last. */
  readonly worker?: string
  readonly cancelReason?: string
}

export interface AttemptRecord {
  /** 1 for the first execution, counting every one. */
  readonly execution: number
  readonly outcome: Outcome
  readonly worker: string
  readonly startedAt: EpochMs
  readonly endedAt: EpochMs
  readonly failure?: JsonText
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A line a handler logged; `at` is the worker's own clock, for reading only. */
export interface LogLine {
  readonly at: EpochMs
  readonly level: LogLevel
  readonly message: string
  readonly data?: JsonText
}

/** Everything kept about one job. */
export interface JobHistory {
  readonly attempts: readonly AttemptRecord[]
  readonly logs: readonly LogLine[]
  /** Lines beyond {@link MAX_LOG_LINES}. */
  readonly logsDropped: number
}

/** A claimed job: `token` must come back with everything its holder writes. */
export interface ClaimedJob extends JobRecord {
  readonly token: number
}

/** A job taken over from a session whose lease ran out; the taker now holds it. */
export interface RecoveredJob extends ClaimedJob {
  readonly lostWorker: string
}

export interface NewSession {
  readonly id: SessionId
  readonly worker: string
  readonly leaseMs: number
}

/** Where a settled job goes. */
export type NextState =
  | { readonly state: 'completed'; readonly result?: JsonText }
  | { readonly state: 'failed' }
  | { readonly state: 'cancelled' }
  /** Back to the queue. Without `delayMs` it keeps the key it had. */
  | {
      readonly state: 'queued'
      readonly attempt: number
      readonly delayMs?: number
      readonly headStartMs: number
    }

export interface Settlement {
  readonly id: JobId
  readonly token: number
  readonly outcome: Outcome
  readonly failure?: JsonText
  readonly next: NextState
  readonly progress?: JsonText
  readonly logs?: readonly LogLine[]
}

/** What a running job has to say; dropped silently when the reporter no longer holds it. */
export interface Report {
  readonly id: JobId
  readonly token: number
  readonly progress?: JsonText
  readonly logs?: readonly LogLine[]
}

export interface ClaimRequest {
  readonly queue: string
  readonly slots: number
}

/** One exchange of a worker with the store. Turns of a session are serial, numbered from 1. */
export interface TurnRequest {
  readonly session: SessionId
  readonly turn: number
  readonly settle: readonly Settlement[]
  readonly report: readonly Report[]
  readonly claim: readonly ClaimRequest[]
  /** Take over at most this many jobs of sessions whose lease ran out. */
  readonly recover: number
}

export type SettleAnswer =
  | { readonly status: 'settled'; readonly state: JobState }
  | { readonly status: 'lease-lost' }

export interface CancelRequest {
  readonly id: JobId
  readonly reason: string
}

export type TurnReply =
  | {
      readonly status: 'done'
      readonly settled: readonly SettleAnswer[]
      readonly claimed: readonly ClaimedJob[]
      readonly recovered: readonly RecoveredJob[]
      /** Jobs this session holds whose cancel was asked for since its last exchange. */
      readonly cancels: readonly CancelRequest[]
      /** Until the next delayed job of the claimed queues is due, if one waits. */
      readonly nextDueInMs?: number
    }
  /** The session's lease ran out, or the turn was neither the last nor the next. */
  | { readonly status: 'session-lost' }

export type HeartbeatReply =
  | { readonly status: 'alive'; readonly cancels: readonly CancelRequest[] }
  | { readonly status: 'session-lost' }

export type Command =
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'retry'; readonly headStartMs: number }
  | { readonly type: 'reprioritise'; readonly priority: number; readonly headStartMs: number }
  | { readonly type: 'promote' }
  | { readonly type: 'delete' }

export type CommandAnswer =
  | { readonly status: 'done'; readonly state: JobState | 'deleted' }
  /** A running job was asked to stop; its worker settles it. */
  | { readonly status: 'requested' }
  | { readonly status: 'refused'; readonly state: JobState; readonly holder?: JobId }
  | { readonly status: 'not-found' }

export interface JobFilter {
  readonly states?: readonly JobState[]
  readonly queue?: string
  readonly name?: string
}

export interface ListRequest extends JobFilter {
  readonly limit: number
  /** From the page before; opaque. */
  readonly cursor?: string
}

export interface JobPage {
  /** Newest first. */
  readonly jobs: readonly JobRecord[]
  readonly cursor?: string
}

export interface QueueCount {
  readonly queue: string
  readonly state: JobState
  readonly count: number
}

/** The store's own clock; a virtual one under test. */
export interface StorageClock {
  now(): EpochMs
}

/** A place to keep jobs. */
export interface Storage {
  /** For people: 'memory', 'sqlite'. */
  readonly name: string
  readonly contractVersion: number

  /**
   * Makes the storage ready, creating or migrating its schema.
   * - `open/idempotent`: opening twice is harmless, and data written before is still there.
   */
  open(): Promise<void>

  /** - `close/idempotent`: closing twice, or before opening, is harmless. */
  close(): Promise<void>

  /**
   * Stores units of jobs; answers stand in the order of the units and their jobs.
   * - `enqueue/stores`: a stored job reads back with everything it was given, state `queued`.
   * - `enqueue/repeat-is-harmless`: a known id answers `repeated` and changes nothing.
   * - `enqueue/unit-is-atomic`: a unit is stored whole or, when refused, not at all.
   * - `enqueue/units-are-independent`: a refused unit does not stop the others of the call.
   * - `enqueue/id-taken`: another id with the same first 63 bits is refused as `id-taken`.
   * - `enqueue/dedup-returns-holder`: while a job with the key is live, a new one is a duplicate.
   * - `enqueue/dedup-within-unit`: the key is also held against later jobs of the same unit.
   * - `enqueue/dedup-freed`: once the holder is final and the window is over, the key is free.
   * - `enqueue/dedup-window`: the window counts from the holder's enqueue and outlives its end.
   */
  enqueue(units: readonly (readonly NewJob[])[]): Promise<readonly UnitReply[]>

  /** Starts a session, whose lease runs out after `leaseMs` unless renewed. */
  openSession(session: NewSession): Promise<void>

  /**
   * Ends a session.
   * - `session/close-frees`: what it still holds can be recovered at once.
   */
  closeSession(session: SessionId): Promise<void>

  /**
   * Settles, reports, recovers and claims in one atomic step, in that order.
   *
   * Settling:
   * - `settle/completes`: the result, the outcome and the times are kept.
   * - `settle/retries`: a job sent back has its new attempt, due time and key.
   * - `settle/keeps-key`: without a delay it returns to the place it had.
   * - `settle/fenced`: only the holder's session with the claim's token; else `lease-lost`, and nothing changes.
   * - `settle/cancel-beats-retry`: after a cancel request, only success completes; all else is `cancelled`.
   * - `settle/independent`: one lost lease does not stop the other settlements.
   * - `settle/history`: every ended execution is kept with outcome, worker, times and failure.
   *
   * Reporting:
   * - `report/progress`: the last progress reads back while the job runs and after it ended.
   * - `report/logs`: lines are kept in order, at most {@link MAX_LOG_LINES}; the rest is counted.
   * - `report/fenced`: a report by anyone but the holder changes nothing.
   *
   * Claiming:
   * - `claim/by-key`: lowest key first, then lowest id.
   * - `claim/due-only`: nothing before its due time; at its due time it is taken.
   * - `claim/slots`: at most `slots` of each queue, and only of queues named.
   * - `claim/counts-attempt`: a claim raises `attempt` by one and stamps worker and start.
   * - `claim/once`: a job is held by one session at a time, however many claim at once.
   * - `claim/next-due`: the reply says when the next delayed job of these queues is due.
   * - `claim/input-bytes`: stops at {@link MAX_TURN_INPUT_BYTES} but takes at least one.
   *
   * Recovering:
   * - `recover/expired`: jobs of a session whose lease ran out are handed over, with their holder's name.
   * - `recover/spares-living`: a renewed session keeps its jobs.
   * - `recover/counts-crash`: the job's `crashes` rises by one, its `attempt` stays.
   * - `recover/attributes-loss`: settled as lost, the attempt names the worker that lost it and its start.
   * - `recover/stale-writes-nothing`: the former holder can neither settle nor report.
   *
   * Numbering:
   * - `turn/repeat`: the last turn sent again gives the same answer and changes nothing.
   * - `turn/out-of-step`: any number but the last or the next answers `session-lost`.
   * - `turn/expired`: a session whose lease ran out is lost, even if nobody took its jobs yet.
   * - `turn/cancels`: a cancel asked for a held job is told once, by turn or heartbeat.
   */
  turn(request: TurnRequest): Promise<TurnReply>

  /**
   * Renews the lease.
   * - `heartbeat/renews`: the lease runs `leaseMs` from now.
   * - `heartbeat/lost`: an expired or unknown session is not revived.
   */
  heartbeat(session: SessionId, leaseMs: number): Promise<HeartbeatReply>

  /**
   * What a person asks of jobs; answers stand in the order of the ids.
   * - `command/cancel-waiting`: a queued job is cancelled at once, with the reason.
   * - `command/cancel-running`: a running job is `requested`, and its holder is told.
   * - `command/cancel-final`: a final job is refused.
   * - `command/retry`: failed and cancelled jobs are queued, due now, attempt 0, without result,
   *   failure, progress or cancel request; their history stays. Others are refused.
   * - `command/retry-taken-key`: a retry whose dedup key is held by another is refused with the holder.
   * - `command/reprioritise`: a queued job takes its new place; others are refused.
   * - `command/promote`: a delayed job is due now; others are refused.
   * - `command/delete`: any job but a running one goes, with all that is kept of it.
   */
  command(ids: readonly JobId[], command: Command): Promise<readonly CommandAnswer[]>

  /** - `get/in-order`: known jobs in the order of the ids; unknown ones are left out. */
  get(ids: readonly JobId[]): Promise<readonly JobRecord[]>

  /** Attempts and log lines of one job; `undefined` when it is unknown. */
  history(id: JobId): Promise<JobHistory | undefined>

  /**
   * - `list/newest-first`: by id, newest first.
   * - `list/filters`: states, queue and name, alone and together.
   * - `list/pages`: following the cursor gives every job of an unchanging store once.
   */
  list(request: ListRequest): Promise<JobPage>

  /** - `count/exact`: per queue and state, equal to what `list` finds. */
  count(filter: JobFilter): Promise<readonly QueueCount[]>
}
