import type { EpochMs } from '../../time/clock.js'
import type {
  JobRecord,
  OccurrenceFilter,
  OccurrenceRecord,
  OccurrenceState,
  ScheduleRecord,
} from '../contract.js'
import type { MemoryData } from './memory-data.js'
import type { StoredSchedule } from './schedule-table.js'

export const schedules = (data: MemoryData): readonly ScheduleRecord[] =>
  data.schedules
    .all()
    .map(recordOf)
    .sort((a, b) => (a.id < b.id ? -1 : 1))

export function dueSchedules(data: MemoryData, limit: number) {
  const now = data.clock.now()
  const { schedules: due, nextAt } = data.schedules.dueBy(now, limit)
  return {
    schedules: due.map(recordOf),
    ...(nextAt !== undefined && { nextDueInMs: Math.max(0, nextAt - now) }),
  }
}

export function putSchedule(
  data: MemoryData,
  schedule: Omit<ScheduleRecord, 'revision'>,
  expectedRevision: number | undefined,
): 'done' | 'conflict' {
  if (data.schedules.get(schedule.id)?.record.revision !== expectedRevision) return 'conflict'
  const { id, definition, state, dueAt, dependents } = schedule
  const revision = (expectedRevision ?? 0) + 1
  const record = { id, revision, definition, state, dependents: [...dependents] }
  data.schedules.put({ ...record, ...(dueAt !== undefined && { dueAt }) })
  data.hints.add('schedules')
  return 'done'
}

export function deleteSchedule(
  data: MemoryData,
  id: string,
  expectedRevision: number,
): 'done' | 'conflict' {
  const schedule = data.schedules.get(id)
  if (schedule?.record.revision !== expectedRevision) return 'conflict'
  data.schedules.delete(schedule)
  data.hints.add('schedules')
  return 'done'
}

export const occurrences = (
  data: MemoryData,
  filter: OccurrenceFilter,
): readonly OccurrenceRecord[] => data.schedules.get(filter.schedule)?.ledger.list(filter) ?? []

export const purgeOccurrences = (
  data: MemoryData,
  schedule: string,
  before: EpochMs,
  limit: number,
): number => data.schedules.get(schedule)?.ledger.purge(before, limit) ?? 0

/** What became of the job is written to the occurrence it carries out, and the scheduler must look. */
export function markOccurrence(
  data: MemoryData,
  { id, occurrence }: JobRecord,
  state: OccurrenceState,
  now: EpochMs,
): void {
  const schedule = occurrence && data.schedules.get(occurrence.schedule)
  if (!schedule) return
  const entry = schedule.ledger.get(occurrence)
  if (entry?.job === id) {
    const { endedAt: _, ...rest } = entry
    schedule.ledger.write({ ...rest, state, ...(state !== 'enqueued' && { endedAt: now }) })
  }
  wake(data, schedule, now)
  wakeDependents(data, schedule, now)
}

export function wakeDependents(data: MemoryData, { record }: StoredSchedule, now: EpochMs): void {
  for (const id of record.dependents) {
    const dependent = data.schedules.get(id)
    if (dependent) wake(data, dependent, now)
  }
}

/** The raised revision keeps decisions from being written that were made before. */
function wake(data: MemoryData, schedule: StoredSchedule, now: EpochMs): void {
  schedule.record.revision += 1
  data.schedules.setDue(schedule, Math.min(schedule.record.dueAt ?? now, now))
  data.hints.add('schedules')
}

const recordOf = ({ record }: StoredSchedule): ScheduleRecord => ({
  ...record,
  dependents: [...record.dependents],
})
