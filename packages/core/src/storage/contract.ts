/**
 * The storage contract: core decides, storage moves.
 *
 * Everything here is a guarded move of stored things. No policy lives below this line: how long to
 * back off, what counts as an attempt, when a schedule fires and who may retry are decided by
 * core's pure functions and arrive as data. Each rule is a sentence with an id;
 * `@nightshift/storage-conformance` has a test of the same id for every one of them.
 *
 * Times are read by the storage inside the move itself; callers pass durations. JSON arrives as
 * text and is stored as it came: a storage never parses or re-encodes what users wrote.
 *
 * A verb is atomic: all of it happens or none. No verb touches more than about a thousand jobs;
 * what is larger leaves a durable marker, and following turns go on with it.
 */
import type { EpochMs } from '../time/clock.js'

/** A storage written for another version is refused by `createNightshift`. */
export const STORAGE_CONTRACT_VERSION = 1

/** At most this many jobs in one unit of {@link Storage.enqueue}. */
export const MAX_UNIT_JOBS = 1_000
/** At most this many settlements, and this many claims, in one turn. */
export const MAX_TURN_JOBS = 1_000
/** A claim stops once it has loaded this many bytes of inputs (but always takes one job). */
export const MAX_TURN_INPUT_BYTES = 1_048_576
/** Log lines kept for one job; later ones are counted and dropped. */
export const MAX_LOG_LINES = 1_000
/** Dependents released or cancelled, and delayed jobs promoted, in one turn. */
export const MAX_STEP_JOBS = 500
/** How far a lane of weight 1 moves back when it was served while others wait. */
export const FAIR_QUANTUM_MS = 10_000
/** A rate counts claims in the current sub-window of its period and in this many before it. */
export const RATE_SUB_WINDOWS = 20
/** A finished job stays at least this long, so that a repeated insert of it stays harmless. */
export const MIN_RETENTION_MS = 60_000

// ── Jobs ─────────────────────────────────────────────────────────────────────────────────────

/** 26 characters of base 32, ordered in time; made by core. See `job/id.ts`. */
export type JobId = string
export type SessionId = string
/** JSON text: opaque to the storage. */
export type JsonText = string

export type FinalState = 'completed' | 'failed' | 'cancelled'
/** `blocked`: waits for dependencies. */
export type JobState = 'blocked' | 'queued' | 'running' | FinalState

/** How one execution ended. */
export type Outcome =
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  | 'snoozed'
  | 'interrupted'
  | 'lost'
  | 'cancelled'

/** A job that must end before another starts. */
export interface Dependency {
  readonly id: JobId
  /** When it fails or is cancelled: cancel the dependent, or run it all the same. */
  readonly onFailure: 'cancel' | 'run'
}

/** A limit that a job counts against while it runs. See {@link LimitDefinition}. */
export interface LimitUse {
  /** The count itself, such as `group:documents/acme`. */
  readonly key: string
  /** The definition whose figures apply to it, such as `group:documents`; often the key itself. */
  readonly definition: string
  /** Of a budget: micro-units put aside when the job is claimed. */
  readonly reserve?: number
}

/**
 * - `unique`: held while the holder is live, and with a window until that long after its enqueue.
 * - `throttle`: held until the window is over, whether the holder is live or not.
 * - `debounce`: as `unique` without a window, but a holder that is still queued takes over the
 *   new job's input, options and due time (`replaced`).
 */
export type DedupMode = 'unique' | 'throttle' | 'debounce'

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
  /** Core's own options (metadata, trace context); opaque. */
  readonly options?: JsonText
  /** Due this long after the insert. Default 0. Ignored when `dueAt` is given. */
  readonly delayMs?: number
  readonly dueAt?: EpochMs
  readonly dedup?: { readonly key: string; readonly mode: DedupMode; readonly windowMs?: number }
  readonly dependsOn?: readonly Dependency[]
  readonly tenant?: string
  /** Jobs of one queue that take turns with those of its other groups. */
  readonly group?: string
  /** The group's share of turns. Default 1. */
  readonly weight?: number
  readonly tags?: readonly string[]
  readonly batch?: string
  readonly limits?: readonly LimitUse[]
  /** The occurrence that this job carries out; its end is written there too. */
  readonly occurrence?: OccurrenceKey
}

export type EnqueueAnswer =
  | { readonly status: 'stored'; readonly id: JobId }
  /** The id is stored already: the same insert was repeated and nothing changed. */
  | { readonly status: 'repeated'; readonly id: JobId }
  /** Another job holds the dedup key; `id` is the holder. */
  | { readonly status: 'duplicate'; readonly id: JobId }
  /** A debounced holder took over the new job's input and due time; `id` is the holder. */
  | { readonly status: 'replaced'; readonly id: JobId }

export type UnitReply =
  | { readonly status: 'accepted'; readonly jobs: readonly EnqueueAnswer[] }
  /** Two different ids met in their first 63 bits; core makes new ids and repeats the unit. */
  | { readonly status: 'id-taken'; readonly id: JobId }
  | { readonly status: 'unknown-dependency'; readonly id: JobId; readonly dependency: JobId }
  | { readonly status: 'queue-full'; readonly queue: string; readonly maxLength: number }

export interface JobRecord {
  readonly id: JobId
  readonly name: string
  readonly queue: string
  readonly priority: number
  readonly state: JobState
  /** Executions that count so far; snoozed, interrupted and lost ones do not. */
  readonly attempt: number
  /** Was running when a worker was lost, and has not ended since: it is to run alone. */
  readonly suspect: boolean
  /** Executions that killed their process while the job ran alone; set by core. */
  readonly crashes: number
  readonly input: JsonText
  readonly options?: JsonText
  readonly result?: JsonText
  /** What the last ended execution failed with; none if it did not fail. */
  readonly failure?: JsonText
  readonly progress?: JsonText
  readonly enqueuedAt: EpochMs
  /** Of a blocked job: the earliest it can become due. */
  readonly dueAt: EpochMs
  /** Start of the last execution. */
  readonly startedAt?: EpochMs
  /** When the job reached its final state. */
  readonly endedAt?: EpochMs
  /** Name of the worker that runs it, or ran it last. */
  readonly worker?: string
  readonly cancelReason?: string
  /** The dependency whose end cancelled it. */
  readonly cancelledBy?: JobId
  readonly tenant?: string
  readonly group?: string
  readonly tags?: readonly string[]
  readonly batch?: string
  readonly occurrence?: OccurrenceKey
  readonly limits?: readonly LimitUse[]
  readonly dependsOn?: readonly Dependency[]
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

/** What is kept of one job beside its record. */
export interface JobTrail {
  readonly attempts: readonly AttemptRecord[]
  readonly logs: readonly LogLine[]
  /** Lines beyond {@link MAX_LOG_LINES}. */
  readonly logsDropped: number
  /** Results of durable steps by name. */
  readonly steps: Readonly<Record<string, JsonText>>
  /** Jobs that wait for this one, or waited, by id; at most 1,000. */
  readonly dependents: readonly JobId[]
}

// ── Sessions and turns ───────────────────────────────────────────────────────────────────────

export interface NewSession {
  readonly id: SessionId
  readonly worker: string
  readonly leaseMs: number
  /** What the worker serves, and which process on which machine it is; opaque. */
  readonly facts?: JsonText
}

/** A session as the list of workers shows it. */
export interface SessionRecord {
  readonly id: SessionId
  readonly worker: string
  readonly facts?: JsonText
  readonly openedAt: EpochMs
  readonly lastSeenAt: EpochMs
  readonly leaseEndsAt: EpochMs
  readonly running: number
}

/** A claimed job: `token` must come back with everything its holder writes. */
export interface ClaimedJob extends JobRecord {
  readonly token: number
  /** Results of durable steps of earlier executions. */
  readonly steps?: Readonly<Record<string, JsonText>>
  /** Budgets that have not enough left for it and are handed over rather than parked. */
  readonly exhausted?: readonly string[]
}

/** A job taken over from a session that was lost; the taker now holds it. */
export interface RecoveredJob extends ClaimedJob {
  readonly lostWorker: string
  /** It was the only job the lost session held, and it was suspect already. */
  readonly alone: boolean
  /** How the session was lost: its lease ran out, or it was closed as one or the other. */
  readonly loss: 'expired' | SessionEnd
}

/** `died`: somebody on its machine saw that its process is gone. */
export type SessionEnd = 'ended' | 'died'

/** Where a settled job goes. */
export type NextState =
  | { readonly state: 'completed'; readonly result?: JsonText }
  | { readonly state: 'failed' }
  | { readonly state: 'cancelled' }
  /** Back to the queue. Without `delayMs` it keeps the key it had. */
  | {
      readonly state: 'queued'
      readonly attempt: number
      readonly headStartMs: number
      readonly delayMs?: number
      readonly crashes?: number
      /** Budgets that the next claim does not ask. */
      readonly exempt?: readonly string[]
    }

export interface Settlement {
  readonly id: JobId
  readonly token: number
  /** Absent: the execution never began, and nothing is kept of it. */
  readonly outcome?: Outcome
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
  /** Results of durable steps, by name. */
  readonly steps?: Readonly<Record<string, JsonText>>
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
      /** There may be more to claim, release or recover right now: turn again at once. */
      readonly more: boolean
      /** Until something of the claimed queues may be due: a delayed job, or a limit with room again. */
      readonly nextDueInMs?: number
      /** Budgets whose period is over; core opens the next one with {@link Storage.rollBudget}. */
      readonly budgetsDue?: readonly string[]
    }
  /** The session was recovered from or closed, or the turn was neither the last nor the next. */
  | { readonly status: 'session-lost' }

export type HeartbeatReply =
  | { readonly status: 'alive'; readonly cancels: readonly CancelRequest[] }
  | { readonly status: 'session-lost' }

// ── Commands ─────────────────────────────────────────────────────────────────────────────────

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
  /** `holder` has the dedup key that a retry would need. */
  | { readonly status: 'refused'; readonly state: JobState; readonly holder?: JobId }
  | { readonly status: 'not-found' }

// ── Reading ──────────────────────────────────────────────────────────────────────────────────

export interface JobFilter {
  readonly states?: readonly JobState[]
  readonly queue?: string
  readonly name?: string
  readonly tenant?: string
  readonly group?: string
  readonly tag?: string
  readonly batch?: string
  /** Enqueued at or after. */
  readonly from?: EpochMs
  /** Enqueued before. */
  readonly to?: EpochMs
  /** Found literally, ignoring case, in name, input, result or failure. */
  readonly text?: string
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
  /** `false`: a bounded scan ended before the page was full; the cursor goes on from there. */
  readonly complete: boolean
}

export interface QueueCount {
  readonly queue: string
  readonly state: JobState
  readonly count: number
}

export interface CountReply {
  readonly counts: readonly QueueCount[]
  /** `false`: only part was counted. */
  readonly complete: boolean
}

export interface QueueRecord {
  readonly name: string
  readonly paused: boolean
  readonly maxLength?: number
  /** Due at this moment. */
  readonly due: number
  /** When the job that has been due longest became due. */
  readonly oldestDueAt?: EpochMs
}

/** Upper bounds in ms of the duration buckets of {@link HistoryRow}; the last bucket is open. */
export const DURATION_BUCKETS_MS = [
  10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000,
] as const

/** What ended on one day (UTC); it outlives the jobs. */
export interface HistoryRow {
  /** `2026-11-25` */
  readonly day: string
  readonly queue: string
  readonly name: string
  readonly outcome: Outcome
  readonly count: number
  /** Summed over the executions. */
  readonly runMs: number
  /** Executions by duration: one count per bucket. */
  readonly runBuckets: readonly number[]
}

// ── Limits ───────────────────────────────────────────────────────────────────────────────────

/**
 * A queue's jobs wait in lanes: one for each group and set of limit keys, sorted by key inside. A
 * lane whose head finds no room with one of its limits is parked and costs a claim nothing until
 * that limit has room again.
 */
export type Lane = Pick<NewJob, 'queue' | 'group' | 'limits'>

/** Figures for every key that names this definition. Amounts are whole micro-units. */
export interface LimitDefinition {
  readonly name: string
  /** Jobs running at once. */
  readonly concurrency?: number
  /** Claims in any period of this length: never more, at most 5 % fewer. */
  readonly rate?: { readonly limit: number; readonly perMs: number }
  readonly budget?: {
    readonly amount: number
    /** The end of the first period; later ones come through {@link Storage.rollBudget}. */
    readonly periodEndsAt: EpochMs
    /** A job that cannot reserve enough waits in its parked lane, or is handed to core to decide. */
    readonly whenExhausted: 'park' | 'hand-over'
  }
}

export interface LimitRecord {
  readonly key: string
  readonly definition: LimitDefinition
  readonly running: number
  /** Claims that count now. */
  readonly claimed: number
  readonly spent: number
  readonly reserved: number
  readonly periodEndsAt?: EpochMs
  /** Lanes that wait for room. */
  readonly parkedLanes: number
}

/** `remaining`: what the job could still spend, its own reserve included. */
export type SpendReply =
  | { readonly status: 'spent'; readonly remaining: number }
  | { readonly status: 'exhausted'; readonly remaining: number }
  | { readonly status: 'lease-lost' }

// ── Schedules ────────────────────────────────────────────────────────────────────────────────

export interface OccurrenceKey {
  readonly schedule: string
  readonly nominal: EpochMs
  /** 0 is the schedule's own. */
  readonly run: number
}

export interface ScheduleRecord {
  readonly id: string
  /** Raised by every move; what core compares and sets. */
  readonly revision: number
  /** Rule, policies, input: core's; opaque. */
  readonly definition: JsonText
  /** Cursor, live runs and all else that moves: core's; opaque. */
  readonly state: JsonText
  /** When the scheduler must look again; absent: only when something it depends on moves. */
  readonly dueAt?: EpochMs
  /** Schedules to be looked at again when this one moves. */
  readonly dependents: readonly string[]
}

export type OccurrenceState =
  | 'waiting'
  | 'enqueued'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'skipped'
  | 'missed'

export interface OccurrenceRecord extends OccurrenceKey {
  readonly state: OccurrenceState
  /** Reason, bindings and times: core's; opaque. */
  readonly detail: JsonText
  readonly job?: JobId
  /** When its job ended, or it was decided without one. */
  readonly endedAt?: EpochMs
}

/** One step of one schedule, applied whole if nobody moved it meanwhile. */
export interface ScheduleMove {
  readonly id: string
  readonly expectedRevision: number
  readonly state: JsonText
  readonly dueAt?: EpochMs
  /** Written over what stands under the same key. */
  readonly occurrences: readonly OccurrenceRecord[]
  readonly enqueue: readonly NewJob[]
  /** Asked of the jobs of these occurrences. */
  readonly cancel: readonly { readonly job: JobId; readonly reason: string }[]
}

export interface OccurrenceFilter {
  readonly schedule: string
  readonly from?: EpochMs
  readonly to?: EpochMs
  readonly states?: readonly OccurrenceState[]
  readonly limit: number
  /** Default newest nominal time first. */
  readonly order?: 'newest' | 'oldest'
}

// ── Events, audit, hints ─────────────────────────────────────────────────────────────────────

/** Something that happened, as the other processes learn it. */
export interface StoredEvent {
  /** Rises by one with every event. */
  readonly sequence: number
  readonly at: EpochMs
  /**
   * `job:` and a move: enqueued, released, started, completed, failed, cancelled, retrying, snoozed,
   * lost, returned (interrupted, or never begun), retried (by a command), reprioritised, promoted,
   * replaced, deleted, and progress with the progress as data. Others are core's.
   */
  readonly type: string
  readonly job?: { readonly id: JobId; readonly name: string; readonly queue: string }
  readonly tenant?: string
  readonly data?: JsonText
}

export interface EventPage {
  readonly events: readonly StoredEvent[]
  /** The newest there is. */
  readonly sequence: number
  /** `true`: what followed the asked sequence is partly gone; start again from a snapshot. */
  readonly reset: boolean
}

/** How long events stay readable, and how long a listener counts after it was last heard of. */
export const EVENT_WINDOW_MS = 300_000

export interface AuditEntry {
  readonly at?: EpochMs
  readonly who: string
  readonly action: string
  readonly target: string
  readonly why?: string
  readonly detail?: JsonText
}

/** Something may have changed for this. Hints may be lost, doubled or wrong: polling alone stays right. */
export type Hint = 'work' | 'signals' | 'events' | 'schedules'

/** The store's own clock; a virtual one under test. */
export interface StorageClock {
  now(): EpochMs
}

/** What a storage can do beyond the rest. Declared means tested; else the verb throws `UNSUPPORTED`. */
export interface Capabilities {
  /** `enqueue` inside the host's own transaction. */
  readonly transactions: 'none' | 'host'
  /** Wake-ups from other processes. */
  readonly hints: 'none' | 'in-process' | 'cross-process'
  /** Whether every filter is exact, or some are bounded scans. */
  readonly filters: 'exact' | 'scanned'
}

/** A place to keep jobs, schedules, limits and what happened to them. */
export interface Storage {
  /** For people: 'memory', 'sqlite', 'redis'. */
  readonly name: string
  readonly contractVersion: number
  readonly capabilities: Capabilities

  /**
   * Makes the storage ready, creating or migrating its schema.
   * - `open/idempotent`: opening twice is harmless, and data written before is still there.
   */
  open(): Promise<void>

  /** - `close/idempotent`: closing twice, or before opening, is harmless. */
  close(): Promise<void>

  /**
   * Stores units of jobs; answers stand in the order of the units and their jobs. `tx` is the
   * host's own transaction, where the storage has that capability.
   * - `enqueue/stores`: a stored job reads back with everything it was given, state `queued`.
   * - `enqueue/repeat-is-harmless`: a known id answers `repeated` and changes nothing.
   * - `enqueue/unit-is-atomic`: a unit is stored whole or, when refused, not at all.
   * - `enqueue/units-are-independent`: a refused unit does not stop the others of the call.
   * - `enqueue/id-taken`: another id with the same first 63 bits is refused as `id-taken`.
   * - `enqueue/queue-full`: past the queue's maximum of queued and blocked jobs a unit is refused;
   *   repeated, duplicate and replaced jobs do not count.
   * - `enqueue/retries-are-never-refused`: a full queue takes back settled, retried and recovered
   *   jobs, and takes those of schedules.
   *
   * Dedup:
   * - `dedup/returns-holder`: while a job with the key is live, a new one is a duplicate.
   * - `dedup/within-unit`: the key is also held against later jobs of the same unit.
   * - `dedup/freed`: once the holder is final and the window is over, the key is free.
   * - `dedup/window`: the window counts from the holder's enqueue and outlives its end.
   * - `dedup/throttle`: held by the window alone.
   * - `dedup/debounce`: a queued holder takes over input, options and due time; a running one answers `duplicate`.
   * - `dedup/deleted-holder`: deleting the holder frees the key.
   *
   * Dependencies:
   * - `depend/unknown-refused`: only on stored jobs or earlier ones of the unit.
   * - `depend/blocks`: a job with an unfinished dependency is `blocked` and is not claimed.
   * - `depend/already-met`: a completed dependency does not block; a failed or cancelled one acts at once.
   * - `depend/duplicate-means-holder`: depending on a duplicate of the same unit is depending on its holder.
   * - `depend/releases`: the verb that ends the last unfinished dependency makes it due, at the later
   *   of its own due time and now.
   * - `depend/cancels`: a failed or cancelled dependency cancels it, and what depends on it in turn,
   *   each naming its own dependency as the cause.
   * - `depend/runs-anyway`: with `onFailure: 'run'`, a failed dependency counts as met.
   * - `depend/bounded`: of any number of dependents, at most {@link MAX_STEP_JOBS} follow in the verb
   *   that ended the job and as many in each turn after it, which says `more`; none is forgotten.
   */
  enqueue(units: readonly (readonly NewJob[])[], tx?: unknown): Promise<readonly UnitReply[]>

  /** Starts a session, whose lease runs out after `leaseMs` unless renewed. */
  openSession(session: NewSession): Promise<void>

  /**
   * Ends a session.
   * - `session/close-frees`: what it still holds can be recovered at once, and says how it was closed.
   * - `session/close-harmless`: closing one that is unknown or closed already changes nothing.
   */
  closeSession(session: SessionId, end: SessionEnd): Promise<void>

  /** - `session/listed`: open sessions with worker, facts, lease and number of running jobs, by id. */
  sessions(): Promise<readonly SessionRecord[]>

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
   * - `settle/trail`: every ended execution is kept with outcome, worker, times and failure.
   * - `settle/untouched`: without an outcome nothing is added to the trail.
   * - `settle/clears-suspicion`: any outcome but `lost` and `interrupted` ends suspicion.
   * - `settle/occurrence`: a final state, however it came, is written to the job's occurrence, and its
   *   schedule and that schedule's dependents are due at once with a raised revision; so is a retry
   *   (`enqueued`) and the deletion of a live job (`cancelled`).
   *
   * Reporting:
   * - `report/progress`: the last progress reads back while the job runs and after it ended.
   * - `report/logs`: lines are kept in order, at most {@link MAX_LOG_LINES}; the rest is counted.
   * - `report/steps`: a durable step's result comes with every later claim of the job.
   * - `report/fenced`: a report by anyone but the holder changes nothing.
   *
   * Claiming:
   * - `claim/by-key`: lowest key first, then lowest id.
   * - `claim/due-only`: nothing before its due time; at its due time it is taken.
   * - `claim/slots`: at most `slots` of each queue, and only of queues named.
   * - `claim/counts-attempt`: a claim raises `attempt` by one and stamps worker and start.
   * - `claim/once`: a job is held by one session at a time, however many claim at once.
   * - `claim/paused`: nothing of a paused queue.
   * - `claim/next-due`: the reply says when the next delayed job of these queues is due; a paused
   *   queue has none.
   * - `claim/input-bytes`: stops at {@link MAX_TURN_INPUT_BYTES} but takes at least one.
   * - `claim/fair`: lanes stand by the larger of their head's key and their tag less the head's
   *   head start, ties by the head's id; serving one while another lane of the queue is open sets
   *   its tag to the larger of tag and head's due time, plus {@link FAIR_QUANTUM_MS} by weight; an
   *   empty lane forgets its tag.
   *
   * Limits:
   * - `limit/concurrency`: never more running with a key than its definition allows.
   * - `limit/rate`: never more claims of a key in any period than allowed.
   * - `limit/budget-reserves`: spent and reserved together never exceed the amount.
   * - `limit/budget-hands-over`: where the definition says so, a job that cannot reserve is claimed with `exhausted`.
   * - `limit/blocks-no-other`: a lane out of room does not keep other lanes' jobs from being claimed.
   * - `limit/wakes`: room that a settlement, a period or a changed definition makes is used, without a lost wake-up.
   * - `limit/several-keys`: a job is claimed only when every key it names has room.
   * - `limit/freed-once`: every end of a running job frees its counts exactly once, lost ones too.
   *
   * Recovering:
   * - `recover/expired`: jobs of a session whose lease ran out are handed over, with their holder's name.
   * - `recover/holds-off`: when no session at all was opened or renewed for two thirds of a session's
   *   lease (an outage, a clock step), it is not recovered from until as long again after the moment
   *   one is; closed sessions are recovered from all the same.
   * - `recover/spares-living`: a renewed session keeps its jobs.
   * - `recover/marks-suspect`: they are suspect; neither `attempt` nor `crashes` changes.
   * - `recover/alone`: says whether the lost session held this one job alone, already suspect.
   * - `recover/attributes-loss`: settled as lost, the attempt names the worker that lost it and its start.
   * - `recover/stale-writes-nothing`: the former holder can neither settle nor report.
   *
   * Numbering:
   * - `turn/repeat`: the last turn sent again gives the same answer and changes nothing.
   * - `turn/out-of-step`: any number but the last or the next answers `session-lost`.
   * - `turn/untaken`: a session whose lease ran out goes on as long as nobody recovered from it.
   * - `turn/recovered-from`: a session that was closed or recovered from, even if it held nothing, is
   *   lost for ever; a turn never recovers from its own.
   * - `turn/out-of-step-ends`: such a turn also closes the session.
   * - `turn/cancels`: a cancel asked for a held job is told by heartbeats until a turn has told it;
   *   what a recovered or claimed job carries as `cancelReason` is not told again.
   */
  turn(request: TurnRequest): Promise<TurnReply>

  /**
   * Renews the lease.
   * - `heartbeat/renews`: the lease runs `leaseMs` from now.
   * - `heartbeat/untaken`: a session whose lease ran out is renewed if nobody recovered from it.
   * - `heartbeat/lost`: one that was recovered from, closed or never opened is not.
   */
  heartbeat(session: SessionId, leaseMs: number): Promise<HeartbeatReply>

  /**
   * What a person asks of jobs; answers stand in the order of the ids, at most 1,000.
   * - `command/cancel-waiting`: a queued or blocked job is cancelled at once, with the reason.
   * - `command/cancel-running`: a running job is `requested`, and its holder is told.
   * - `command/cancel-final`: a final job is refused.
   * - `command/retry`: failed and cancelled jobs are queued, due now, attempt 0, without result,
   *   failure, progress, cancel request, suspicion or crashes; their trail stays. With an unfinished
   *   dependency they are blocked. Others are refused.
   * - `command/retry-revives`: dependents that the job's end cancelled are blocked again, with the due
   *   time they had, and theirs in turn; not one that another dependency cancels as well or whose
   *   dedup key is taken.
   * - `command/retry-taken-key`: a retry whose dedup key is held by another is refused with the holder.
   * - `command/reprioritise`: a queued or blocked job takes its new place; others are refused.
   * - `command/promote`: a delayed job is due now; others are refused.
   * - `command/delete`: any job but a running one, or one that live jobs depend on, goes with all that is kept of it.
   */
  command(ids: readonly JobId[], command: Command): Promise<readonly CommandAnswer[]>

  /** - `get/in-order`: known jobs in the order of the ids; unknown ones are left out. */
  get(ids: readonly JobId[]): Promise<readonly JobRecord[]>

  /** Attempts, log lines, durable steps and dependents of one job; `undefined` when it is unknown. */
  trail(id: JobId): Promise<JobTrail | undefined>

  /**
   * - `list/newest-first`: by id, newest first.
   * - `list/filters`: every filter, alone and together.
   * - `list/pages`: following the cursor gives every job of an unchanging store once.
   */
  list(request: ListRequest): Promise<JobPage>

  /** - `count/exact`: per queue and state, equal to what `list` finds, where it is complete. */
  count(filter: JobFilter): Promise<CountReply>

  /**
   * - `history/counts`: one row a day, queue, name and outcome, each ended execution counted once, in
   *   the first bucket whose bound it does not exceed; both days of the range are included.
   * - `history/outlives`: deleting and purging jobs leaves it as it is.
   */
  history(range: {
    readonly fromDay: string
    readonly toDay: string
  }): Promise<readonly HistoryRow[]>

  /**
   * Sets what queues hold at most; a queue left out keeps what it has.
   * - `queue/defined`: reads back; `undefined` lifts the maximum.
   */
  defineQueue(name: string, settings: { readonly maxLength?: number }): Promise<void>

  /** - `queue/paused`: seen by every connection; running jobs go on. */
  pauseQueue(name: string, change: 'pause' | 'resume'): Promise<void>

  /** - `queue/listed`: every queue that was defined, paused or used, with what is due, by name. */
  queues(): Promise<readonly QueueRecord[]>

  /**
   * - `limit/defined`: reads back, applies to every key that names it, and keeps its counts. One that
   *   no key names yet is read under its own name.
   */
  defineLimits(definitions: readonly LimitDefinition[]): Promise<void>

  limits(): Promise<readonly LimitRecord[]>

  /**
   * Spends of what the job reserved, and reserves more when that is not enough.
   * - `spend/settles`: what was spent counts, and at the job's end the unspent reserve is free.
   * - `spend/refuses`: more than is left is `exhausted`, and nothing changes.
   * - `spend/lost-counts`: the reserve of a lost execution counts as spent.
   * - `spend/fenced`: only the holder spends.
   */
  spend(
    session: SessionId,
    job: Pick<ClaimedJob, 'id' | 'token'>,
    key: string,
    amount: number,
  ): Promise<SpendReply>

  /**
   * - `budget/rolls`: with the expected end, nothing is spent in the new period; else nothing changes.
   * - `budget/carries-reserves`: what running jobs reserved stays reserved.
   */
  rollBudget(key: string, expectedEnd: EpochMs, nextEnd: EpochMs): Promise<'rolled' | 'conflict'>

  /** - `budget/reset`: nothing is spent any more; the period goes on. */
  resetBudget(key: string): Promise<void>

  /**
   * Removes finished jobs of one state, oldest first, with all that is kept of them; says how many.
   * - `purge/age-and-keep`: only what ended longer ago than `olderThanMs` and is not among the newest `keep`.
   * - `purge/spares-parents`: never a job that live jobs depend on.
   * - `purge/spares-holders`: never one that still holds a dedup key.
   * - `purge/spares-fresh`: never one that ended within {@link MIN_RETENTION_MS}.
   * - `purge/bounded`: at most `limit`, itself at most 1,000.
   */
  purge(request: {
    readonly state: FinalState
    readonly name?: string
    readonly olderThanMs: number
    readonly keep: number
    readonly limit: number
  }): Promise<number>

  /** - `schedule/listed`: every schedule, by id. */
  schedules(): Promise<readonly ScheduleRecord[]>

  /**
   * - `schedule/due`: those whose time has come, longest due first; `nextDueInMs` is of the first one
   *   that is not among them.
   */
  dueSchedules(
    limit: number,
  ): Promise<{ readonly schedules: readonly ScheduleRecord[]; readonly nextDueInMs?: number }>

  /**
   * Writes a schedule; `expectedRevision` is `undefined` for a new one.
   * - `schedule/put-guarded`: another revision than expected is a `conflict`, and nothing changes.
   */
  putSchedule(
    schedule: Omit<ScheduleRecord, 'revision'>,
    expectedRevision: number | undefined,
  ): Promise<'done' | 'conflict'>

  /** - `schedule/delete`: gone with its occurrences; its jobs stay. */
  deleteSchedule(id: string, expectedRevision: number): Promise<'done' | 'conflict'>

  /**
   * - `schedule/move-atomic`: state, occurrences, jobs and cancels together, or none of them.
   * - `schedule/move-guarded`: of two moves from one revision, one is a `conflict`.
   * - `schedule/move-wakes`: the revision of every dependent rises, and it is due at once.
   * A job that cannot be stored (`id-taken`, `unknown-dependency`) is an error, and nothing changes.
   */
  moveSchedule(move: ScheduleMove): Promise<'done' | 'conflict'>

  /** - `occurrence/read`: by schedule, time (`to` excluded) and state, in order of nominal time and run. */
  occurrences(filter: OccurrenceFilter): Promise<readonly OccurrenceRecord[]>

  /** - `occurrence/purge`: ended ones of nominal times before it go, oldest first, at most `limit`. */
  purgeOccurrences(schedule: string, before: EpochMs, limit: number): Promise<number>

  /**
   * Says that somebody listens: events are written for {@link EVENT_WINDOW_MS} from now.
   * - `event/silent`: while nobody listened lately, none is written.
   */
  observe(): Promise<void>

  /**
   * - `event/ordered`: every move of a job while observed, in order, sequence without a gap.
   * - `event/resumes`: after a sequence within the window, exactly what followed.
   * - `event/reset`: after one beyond it, or from before a time when nobody listened, `reset`.
   * Without `after`, all that is kept.
   */
  events(request: { readonly after?: number; readonly limit: number }): Promise<EventPage>

  /** Adds events of core's own, such as `health:changed`, while observed. */
  publish(events: readonly Pick<StoredEvent, 'type' | 'data' | 'tenant'>[]): Promise<void>

  /** - `audit/kept`: newest first; at most 10,000 are kept. */
  audit(entries: readonly AuditEntry[]): Promise<void>
  auditLog(request: { readonly limit: number; readonly cursor?: string }): Promise<{
    readonly entries: readonly (AuditEntry & { readonly at: EpochMs })[]
    readonly cursor?: string
  }>

  /**
   * How a thread of this process opens a connection of its own to the same store, to keep leases
   * while the event loop is blocked: `module` exports `connect(options)`, which resolves to an open
   * storage's `heartbeat` and `close`. Absent where only this thread can reach the store.
   */
  readonly threadAccess?: { readonly module: string; readonly options: unknown }

  /** Listens for hints; returns the undoing. Absent where there are none. */
  onHint?(listener: (hint: Hint) => void): () => void
}
