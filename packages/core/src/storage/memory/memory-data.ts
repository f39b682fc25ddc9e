import type { EpochMs } from '../../time/clock.js'
import type { JobId, JobState, SessionId, StorageClock } from '../contract.js'
import { AuditTrail } from './audit.js'
import { EventLog } from './events.js'
import { Hints } from './hints.js'
import { DayCounts } from './history.js'
import { JobTable } from './job-table.js'
import type { Limits } from './limits.js'
import { Queue } from './queue.js'
import { ScheduleTable } from './schedule-table.js'
import type { Session } from './session.js'
import type { StoredJob } from './stored-job.js'

/** What several handles share. */
export interface MemoryData {
  readonly clock: StorageClock
  readonly jobs: JobTable
  readonly queues: Map<string, Queue>
  /** The last job stored with each dedup key; whether it still holds the key is in `dedup.ts`. */
  readonly keys: Map<string, JobId>
  readonly sessions: Map<SessionId, Session>
  /** When a session was last opened or renewed. */
  lastHeardAt: EpochMs | undefined
  lastToken: number
  readonly limits: Limits
  /** Jobs whose end or return their dependents have yet to follow, and those dependents. */
  readonly toFollow: Map<JobId, JobId[]>
  readonly schedules: ScheduleTable
  readonly history: DayCounts
  readonly events: EventLog
  readonly audit: AuditTrail
  readonly hints: Hints
}

export const emptyData = (clock: StorageClock): MemoryData => ({
  clock,
  jobs: new JobTable(),
  queues: new Map(),
  keys: new Map(),
  sessions: new Map(),
  lastHeardAt: undefined,
  lastToken: 0,
  limits: { definitions: new Map(), counts: new Map() },
  toFollow: new Map(),
  schedules: new ScheduleTable(),
  history: new DayCounts(),
  events: new EventLog(),
  audit: new AuditTrail(),
  hints: new Hints(),
})

export function queueOf(data: MemoryData, name: string): Queue {
  const known = data.queues.get(name)
  if (known) return known
  const queue = new Queue(name)
  data.queues.set(name, queue)
  return queue
}

/** Moves the job and keeps its queue right; a changed due time or head start needs it as well. */
export function moveTo(
  data: MemoryData,
  job: StoredJob,
  state: JobState,
  now: EpochMs,
  change: () => void = () => {},
): void {
  const queue = queueOf(data, job.record.queue)
  queue.leave(job)
  change()
  job.record.state = state
  queue.join(job, now)
  queue.tidy(job.lane)
  if (state === 'queued') data.hints.add('work')
}

/** Says what happened to the job, if somebody listens. */
export function tell(
  data: MemoryData,
  type: string,
  { record }: StoredJob,
  now: EpochMs,
  details?: string,
): void {
  const { id, name, queue, tenant } = record
  const written = data.events.write(now, {
    type: `job:${type}`,
    job: { id, name, queue },
    ...(tenant !== undefined && { tenant }),
    ...(details !== undefined && { data: details }),
  })
  if (written) data.hints.add('events')
}

/** Removes the job with all that is kept of it. */
export function forget(data: MemoryData, job: StoredJob): void {
  const { id, dependsOn = [] } = job.record
  const queue = queueOf(data, job.record.queue)
  queue.leave(job)
  queue.tidy(job.lane)
  data.jobs.delete(id)
  if (job.dedup && data.keys.get(job.dedup.key) === id) data.keys.delete(job.dedup.key)
  for (const dependency of dependsOn) data.jobs.get(dependency.id)?.dependents?.delete(id)
}
