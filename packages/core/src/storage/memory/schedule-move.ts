import { StorageError } from '../../errors.js'
import type { NewJob, ScheduleMove } from '../contract.js'
import { askToCancel } from './cancel.js'
import { followUp } from './dependencies.js'
import { reasonToRefuse, storeUnit } from './enqueue.js'
import type { MemoryData } from './memory-data.js'
import { wakeDependents } from './schedules.js'

export function moveSchedule(data: MemoryData, move: ScheduleMove): 'done' | 'conflict' {
  const now = data.clock.now()
  const schedule = data.schedules.get(move.id)
  if (schedule?.record.revision !== move.expectedRevision) return 'conflict'
  refuseBadJobs(data, move.enqueue)
  schedule.record.revision += 1
  schedule.record.state = move.state
  data.schedules.setDue(schedule, move.dueAt)
  for (const occurrence of move.occurrences) schedule.ledger.write(occurrence)
  storeUnit(data, move.enqueue, now)
  for (const { job: id, reason } of move.cancel) {
    const job = data.jobs.get(id)
    if (job) askToCancel(data, job, reason, now)
  }
  followUp(data, now)
  wakeDependents(data, schedule, now)
  data.hints.add('schedules')
  return 'done'
}

/** A full queue takes the jobs of schedules; what else is wrong with them is a mistake. */
function refuseBadJobs(data: MemoryData, unit: readonly NewJob[]): void {
  const refusal = reasonToRefuse(data, unit, data.clock.now())
  if (!refusal || refusal.status === 'queue-full') return
  const message = `A schedule's job could not be stored (${refusal.status}). Nothing was changed.`
  throw new StorageError('SCHEDULE_MOVE_REFUSED', message)
}
