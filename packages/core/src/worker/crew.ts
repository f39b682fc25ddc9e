import type { EventBus } from '../events/bus.js'
import type { Ending } from '../job/decide.js'
import type { JobDefinition } from '../job/definition.js'
import type { StopReason } from '../job/stop-reason.js'
import type { CancelRequest, ClaimedJob, ClaimRequest, Report } from '../storage/contract.js'
import type { CancelTimer, Clock } from '../time/clock.js'
import { milliseconds } from '../time/duration.js'
import { referenceOf } from './announce.js'
import { type Attempt, type AttemptOptions, startAttempt } from './attempt.js'
import { createJournal, type Entries, type Journal } from './journal.js'

/** What became of one execution, for the settlement. */
export interface Ended {
  readonly job: ClaimedJob
  readonly ending: Ending
  readonly entries: Entries
  readonly durationMs: number
  readonly cancelReason: string
}

/** The jobs a worker runs at this moment. */
export interface Crew {
  readonly size: number
  runs(id: string): boolean
  run(job: ClaimedJob, definition: JobDefinition): void
  cancel(requests: readonly CancelRequest[]): void
  stopAll(reason: StopReason): void
  /** Forgets everything that runs: how it ends no longer matters to anybody. Returns how many. */
  abandon(): number
  /** Resolves when all that runs now has ended. */
  ended(): Promise<void>
  /** What running jobs said since the last call. */
  reports(): readonly Report[]
  freeSlots(): readonly ClaimRequest[]
  /** The longest that any of the running jobs may take, in ms. */
  longestMs(): number
}

export interface CrewOptions extends Omit<AttemptOptions, 'timeoutMs'> {
  readonly clock: Clock
  readonly events: EventBus
  readonly worker: string
  readonly slots: ReadonlyMap<string, number>
  onEnded(ended: Ended): void
  /** Some running job has something to report. */
  onReportDue(): void
}

interface Member {
  readonly job: ClaimedJob
  readonly attempt: Attempt
  readonly journal: Journal
  readonly timeoutMs: number | undefined
  cancelReason: string
}

/** How long a job without a timeout may block the event loop before its worker is taken for dead. */
const UNLIMITED_BLOCK_MS = 600_000
/** Progress and log lines leave at most this often, unless a turn goes anyway. */
const REPORT_EVERY_MS = 100

export function createCrew(options: CrewOptions): Crew {
  const { clock, events, slots } = options
  const members = new Map<string, Member>()
  let reportTimer: CancelTimer | undefined

  const reportSoon = () => {
    reportTimer ??= clock.setTimer(REPORT_EVERY_MS, options.onReportDue)
  }
  const noReportDue = () => {
    reportTimer?.()
    reportTimer = undefined
  }

  function run(job: ClaimedJob, definition: JobDefinition): void {
    const about = { job: referenceOf(job) }
    const startedAt = clock.now()
    const journal = createJournal(clock, {
      progress: (progress) => events.emit('job:progress', { ...about, progress }),
      line: (line) => events.emit('job:log', { ...about, line }),
      changed: reportSoon,
    })
    events.emit('job:started', { ...about, attempt: job.attempt, worker: options.worker })
    const timeoutMs =
      definition.timeout === undefined ? undefined : milliseconds(definition.timeout)
    const attempt = startAttempt(job, definition, journal, {
      ...options,
      ...(timeoutMs !== undefined && { timeoutMs }),
    })
    const member: Member = { job, attempt, journal, timeoutMs, cancelReason: '' }
    members.set(job.id, member)
    void attempt.ending.then((ending) => {
      // After a lost lease the member is gone, or another execution of the job stands in its place.
      if (members.get(job.id) !== member) return
      members.delete(job.id)
      const { cancelReason } = member
      const durationMs = clock.now() - startedAt
      options.onEnded({ job, ending, entries: journal.take() ?? {}, durationMs, cancelReason })
    })
  }

  return {
    get size() {
      return members.size
    },
    runs: (id) => members.has(id),
    run,
    cancel(requests) {
      for (const { id, reason } of requests) {
        const member = members.get(id)
        if (!member) continue
        member.cancelReason = reason
        member.attempt.stop({ type: 'cancel', reason })
      }
    },
    stopAll(reason) {
      for (const { attempt } of members.values()) attempt.stop(reason)
    },
    abandon() {
      const abandoned = [...members.values()]
      members.clear()
      noReportDue()
      for (const { attempt } of abandoned) attempt.stop({ type: 'lease-lost' })
      return abandoned.length
    },
    async ended() {
      await Promise.all([...members.values()].map(({ attempt }) => attempt.ending))
    },
    reports() {
      noReportDue()
      return [...members.values()].flatMap(({ job: { id, token }, journal }) => {
        const entries = journal.take()
        return entries ? [{ id, token, ...entries }] : []
      })
    },
    freeSlots() {
      const free = new Map(slots)
      for (const { job } of members.values()) free.set(job.queue, (free.get(job.queue) ?? 1) - 1)
      return [...free].flatMap(([queue, count]) => (count > 0 ? [{ queue, slots: count }] : []))
    },
    longestMs() {
      let longest = 0
      for (const { timeoutMs = UNLIMITED_BLOCK_MS } of members.values()) {
        longest = Math.max(longest, timeoutMs)
      }
      return longest + options.graceMs
    },
  }
}
