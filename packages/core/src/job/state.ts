import type { FinalState, JobRecord, JobState } from '../storage/contract.js'
import type { EpochMs } from '../time/clock.js'

export const JOB_STATES = [
  'blocked',
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
] as const

export const isFinal = (state: JobState): state is FinalState =>
  state === 'completed' || state === 'failed' || state === 'cancelled'

/** What people read: `scheduled` and `retrying` are ways of being queued, not states. */
export type JobLabel = JobState | 'scheduled' | 'retrying'

export function labelOf(job: JobRecord, now: EpochMs): JobLabel {
  if (job.state !== 'queued') return job.state
  if (job.attempt > 0) return 'retrying'
  return job.dueAt > now ? 'scheduled' : 'queued'
}
