import { type NewJob, type ScheduleMove, StorageError } from '@nightshift/core'
import { addressOf, idAt } from '../address.js'
import { askToCancel } from '../cancel.js'
import { followUp } from '../dependency.js'
import { createJobInserter } from '../job-inserter.js'
import { reasonToRefuse } from '../refusal.js'
import type { JobRow } from '../rows.js'
import { controlOf } from '../step.js'
import type { Store } from '../store.js'
import { storeUnit } from '../store-unit.js'
import { writeOccurrence } from './ledger.js'
import { type ScheduleRow, wakeDependents } from './schedule.js'

export function moveSchedule(store: Store, move: ScheduleMove): 'done' | 'conflict' {
  const { sql, step } = store
  const schedule = sql.scheduleAt.get<ScheduleRow>(move.id)
  if (schedule?.revision !== move.expectedRevision) return 'conflict'
  refuseBadJobs(store, move.enqueue)
  const due = move.dueAt === undefined ? null : Math.ceil(move.dueAt)
  sql.moveSchedule.run(move.state, due, move.id)
  for (const occurrence of move.occurrences) writeOccurrence(store, occurrence)
  const inserter = createJobInserter(store)
  storeUnit(store, inserter, move.enqueue)
  inserter.flush()
  for (const { job: id, reason } of move.cancel) cancel(store, id, reason)
  if (controlOf(store).releasing) followUp(store)
  wakeDependents(store, schedule)
  step.hints.add('schedules')
  return 'done'
}

function cancel(store: Store, id: string, reason: string): void {
  const { hi, lo } = addressOf(id)
  const row = store.sql.jobAt.get<JobRow>(hi, lo)
  if (row && idAt(row) === id) askToCancel(store, row, reason)
}

/** A full queue takes the jobs of schedules; what else is wrong with them is a mistake. */
function refuseBadJobs(store: Store, unit: readonly NewJob[]): void {
  const refusal = reasonToRefuse(store, unit)
  if (!refusal || refusal.status === 'queue-full') return
  throw new StorageError(
    'SCHEDULE_MOVE_REFUSED',
    `A schedule's job could not be stored (${refusal.status}). Nothing was changed.`,
  )
}
