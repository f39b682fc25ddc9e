import type { EpochMs } from '../../time/clock.js'
import type { JobId, SessionId, StorageClock } from '../contract.js'
import { JobTable } from './job-table.js'
import { isLost, type Session } from './session.js'
import type { StoredJob } from './stored-job.js'
import { WaitingLine } from './waiting-line.js'

/** What several handles share. */
export interface MemoryData {
  readonly clock: StorageClock
  readonly jobs: JobTable
  readonly lines: Map<string, WaitingLine>
  /** The last job stored with each dedup key; whether it still holds the key is in `dedup.ts`. */
  readonly keys: Map<string, JobId>
  readonly sessions: Map<SessionId, Session>
  lastToken: number
}

export const emptyData = (clock: StorageClock): MemoryData => ({
  clock,
  jobs: new JobTable(),
  lines: new Map(),
  keys: new Map(),
  sessions: new Map(),
  lastToken: 0,
})

export function lineOf(data: MemoryData, queue: string): WaitingLine {
  const known = data.lines.get(queue)
  if (known) return known
  const line = new WaitingLine()
  data.lines.set(queue, line)
  return line
}

export function livingSession(data: MemoryData, id: SessionId, now: EpochMs): Session | undefined {
  const session = data.sessions.get(id)
  return session && !isLost(session, now) ? session : undefined
}

/** Puts the job into its queue's line as its due time and head start say. */
export function queueUp(data: MemoryData, job: StoredJob, now: EpochMs): void {
  job.record.state = 'queued'
  lineOf(data, job.record.queue).add(job, now)
}

export function leaveLine(data: MemoryData, job: StoredJob): void {
  lineOf(data, job.record.queue).remove(job)
}

/** Removes the job with all that is kept of it. */
export function forget(data: MemoryData, job: StoredJob): void {
  const { id } = job.record
  leaveLine(data, job)
  data.jobs.delete(id)
  if (job.dedup && data.keys.get(job.dedup.key) === id) data.keys.delete(job.dedup.key)
}
