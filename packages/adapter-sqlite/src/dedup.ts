import type { EpochMs, JobId } from '@nightshift/core'
import { type Address, idAt } from './address.js'
import type { JobRow } from './rows.js'
import type { Store } from './store.js'

/** Who holds the key: while its job is live, and until its window is over. */
export function keyHolder({ sql }: Store, key: string, now: EpochMs): JobId | undefined {
  const holder = sql.dedupHolder.get<Address>(key, now)
  return holder && idAt(holder)
}

/** Makes the job the key's holder. A few keys that nobody holds any more go at the same time. */
export function takeKey(
  { sql }: Store,
  key: string,
  { hi, lo, tail }: Address,
  until: EpochMs,
  now: EpochMs,
): void {
  sql.takeDedup.run(key, hi, lo, tail, until)
  sql.sweepDedup.run(now)
}

/** The job is final: from now on only its window holds the key. */
export function releaseKey({ sql }: Store, { dedup, hi, lo }: JobRow): void {
  if (dedup !== null) sql.releaseDedup.run(dedup, hi, lo)
}

/** The job lives again. Answers with the holder, if that is another job. */
export function retakeKey(store: Store, row: JobRow, now: EpochMs): JobId | undefined {
  if (row.dedup === null) return undefined
  const holder = keyHolder(store, row.dedup, now)
  if (holder !== undefined && holder !== idAt(row)) return holder
  const revived = store.sql.reviveDedup.run(row.dedup, row.hi, row.lo)
  // The window was over when its row went, and will not come back.
  if (revived.changes === 0) takeKey(store, row.dedup, row, 0, now)
  return undefined
}
