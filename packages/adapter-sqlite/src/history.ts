import type { HistoryRow } from '@nightshift/core'
import { outcomeOf } from './rows.js'
import type { Store } from './store.js'
import type { DayCount } from './tally.js'

interface StoredCount extends Omit<DayCount, 'buckets'> {
  readonly buckets: string
}

/** What is in the table, and what sessions have counted since. */
export function history(
  store: Store,
  { fromDay, toDay }: { readonly fromDay: string; readonly toDay: string },
): readonly HistoryRow[] {
  const { sql } = store
  const stored = sql.dayCounts
    .all<StoredCount>(fromDay, toDay)
    .map((row): DayCount => ({ ...row, buckets: JSON.parse(row.buckets) as number[] }))
  const pending = sql.tallies
    .all<{ tally: string }>()
    .flatMap(({ tally }) => JSON.parse(tally) as DayCount[])
    .filter(({ day }) => day >= fromDay && day <= toDay)
  const sums = new Map<string, HistoryRow>()
  for (const row of [...stored, ...pending]) {
    const { name, queue } = store.names.kindById(row.kind)
    const outcome = outcomeOf(row.outcome)
    const key = JSON.stringify([row.day, queue, name, outcome])
    const before = sums.get(key)
    sums.set(key, {
      day: row.day,
      queue,
      name,
      outcome,
      count: row.n + (before?.count ?? 0),
      runMs: row.ms + (before?.runMs ?? 0),
      runBuckets: row.buckets.map((count, place) => count + (before?.runBuckets[place] ?? 0)),
    })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
