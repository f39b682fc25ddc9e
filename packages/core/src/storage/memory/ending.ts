import type { EpochMs } from '../../time/clock.js'
import type { FinalState, OccurrenceState } from '../contract.js'
import { type MemoryData, moveTo, tell } from './memory-data.js'
import { markOccurrence } from './schedules.js'
import type { StoredJob } from './stored-job.js'

const OCCURRENCE_STATES: Record<FinalState, OccurrenceState> = {
  completed: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** Brings the job to its final state; its dependents are to follow. */
export function end(data: MemoryData, job: StoredJob, state: FinalState, now: EpochMs): void {
  moveTo(data, job, state, now)
  job.record.endedAt = now
  tell(data, state, job, now)
  markOccurrence(data, job.record, OCCURRENCE_STATES[state], now)
  mark(data, job)
}

const LEFT_BEHIND = [
  'result',
  'failure',
  'progress',
  'cancelReason',
  'cancelledBy',
  'endedAt',
] as const

/** Makes an ended job live again, as if new but for its trail. Its due time stays unless set. */
export function reopen(
  data: MemoryData,
  job: StoredJob,
  state: 'queued' | 'blocked',
  now: EpochMs,
): void {
  const { record } = job
  for (const field of LEFT_BEHIND) delete record[field]
  record.attempt = 0
  record.suspect = false
  record.crashes = 0
  moveTo(data, job, state, now)
  tell(data, 'retried', job, now)
  markOccurrence(data, record, 'enqueued', now)
  mark(data, job)
}

/** Leaves word for the dependents: `followUp` goes on with them. */
function mark(data: MemoryData, { record, dependents }: StoredJob): void {
  if (!dependents || dependents.size === 0) return
  data.toFollow.delete(record.id)
  data.toFollow.set(record.id, [...dependents])
}
