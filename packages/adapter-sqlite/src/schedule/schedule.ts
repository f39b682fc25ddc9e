import type { EpochMs, ScheduleRecord } from '@nightshift/core'
import type { Store } from '../store.js'

export interface ScheduleRow {
  readonly id: string
  readonly revision: number
  readonly definition: string
  readonly state: string
  readonly due: EpochMs | null
  readonly dependents: string
}

export const schedules = ({ sql }: Store): readonly ScheduleRecord[] =>
  sql.allSchedules.all<ScheduleRow>().map(recordOf)

export function dueSchedules({ sql }: Store, limit: number, now: EpochMs) {
  const rows = sql.dueSchedules.all<ScheduleRow>(limit + 1)
  const due = rows.slice(0, limit).filter((row) => row.due !== null && row.due <= now)
  const next = rows[due.length]?.due
  return {
    schedules: due.map(recordOf),
    ...(typeof next === 'number' && { nextDueInMs: Math.max(0, next - now) }),
  }
}

export function putSchedule(
  store: Store,
  schedule: Omit<ScheduleRecord, 'revision'>,
  expectedRevision: number | undefined,
): 'done' | 'conflict' {
  const { sql, step } = store
  const { id, definition, state, dueAt, dependents } = schedule
  if (sql.scheduleAt.get<ScheduleRow>(id)?.revision !== expectedRevision) return 'conflict'
  const due = dueAt === undefined ? null : Math.ceil(dueAt)
  const revision = (expectedRevision ?? 0) + 1
  sql.putSchedule.run(id, revision, definition, state, due, JSON.stringify(dependents))
  step.hints.add('schedules')
  return 'done'
}

/** Its jobs stay. */
export function deleteSchedule(
  { sql, step }: Store,
  id: string,
  expectedRevision: number,
): 'done' | 'conflict' {
  if (sql.scheduleAt.get<ScheduleRow>(id)?.revision !== expectedRevision) return 'conflict'
  sql.deleteOccurrences.run(id)
  sql.deleteSchedule.run(id)
  step.hints.add('schedules')
  return 'done'
}

export function wakeDependents(store: Store, { dependents }: ScheduleRow): void {
  for (const id of JSON.parse(dependents) as readonly string[]) wake(store, id)
}

/** The raised revision keeps decisions from being written that were made before. */
export function wake({ sql, step }: Store, id: string): void {
  sql.wakeSchedule.run(step.now, step.now, id)
  step.hints.add('schedules')
}

const recordOf = ({ id, revision, definition, state, due, dependents }: ScheduleRow) => ({
  id,
  revision,
  definition,
  state,
  ...(due !== null && { dueAt: due }),
  dependents: JSON.parse(dependents) as readonly string[],
})
