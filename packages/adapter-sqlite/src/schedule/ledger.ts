import type { EpochMs, OccurrenceFilter, OccurrenceRecord, OccurrenceState } from '@nightshift/core'
import type { Store } from '../store.js'

interface OccurrenceRow {
  readonly schedule: string
  readonly nominal: EpochMs
  readonly run: number
  readonly state: OccurrenceState
  readonly detail: string
  readonly job: string | null
  readonly ended: EpochMs | null
}

export function occurrences({ sql }: Store, filter: OccurrenceFilter): readonly OccurrenceRecord[] {
  const { schedule, limit, states, order = 'newest' } = filter
  const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = filter
  const wanted = states ? JSON.stringify(states) : null
  const statement = order === 'newest' ? sql.newestOccurrences : sql.oldestOccurrences
  return statement
    .all<OccurrenceRow>(schedule, from, to, wanted, wanted, limit)
    .map(({ job, ended, ...row }) => ({
      ...row,
      ...(job !== null && { job }),
      ...(ended !== null && { endedAt: ended }),
    }))
}

export function writeOccurrence({ sql }: Store, occurrence: OccurrenceRecord): void {
  const { schedule, nominal, run, state, detail, job = null, endedAt = null } = occurrence
  sql.putOccurrence.run(schedule, nominal, run, state, detail, job, endedAt)
}

/** Removes ended ones, oldest first; says how many. */
export function purgeOccurrences(
  { sql }: Store,
  schedule: string,
  before: EpochMs,
  limit: number,
): number {
  const old = sql.endedOccurrences.all<OccurrenceRow>(schedule, before, limit)
  for (const { nominal, run } of old) sql.deleteOccurrence.run(schedule, nominal, run)
  return old.length
}
