import type { FinalState, JobId } from '@nightshift/core'
import type { Extra } from '../extra.js'
import type { Store } from '../store.js'
import { type ScheduleRow, wake, wakeDependents } from './schedule.js'

const STATES = {
  completed: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  enqueued: 'enqueued',
} as const

/** What became of the job is written to the occurrence it carries out, and the scheduler must look. */
export function markOccurrence(
  store: Store,
  id: JobId,
  { occurrence }: Extra,
  state: FinalState | 'enqueued',
): void {
  if (!occurrence) return
  const { sql, step } = store
  const schedule = sql.scheduleAt.get<ScheduleRow>(occurrence.schedule)
  if (!schedule) return
  const ended = state === 'enqueued' ? null : step.now
  const { nominal, run } = occurrence
  sql.markOccurrence.run(STATES[state], ended, schedule.id, nominal, run, id)
  wake(store, schedule.id)
  wakeDependents(store, schedule)
}
