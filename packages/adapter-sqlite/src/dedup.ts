import type { DedupMode, EpochMs, JobId } from '@nightshift/core'
import { type Address, idAt } from './address.js'
import { extraOf } from './extra.js'
import type { JobRow } from './rows.js'
import type { Store } from './store.js'

/** Who holds the key: while its job is live, and until its window is over, as its mode says. */
export function keyHolder({ sql }: Store, key: string, now: EpochMs): JobId | undefined {
  const holder = sql.dedupHolder.get<Address>(key, now)
  return holder && idAt(holder)
}

interface Hold {
  readonly key: string
  readonly mode: DedupMode
  readonly windowMs?: number
}

/** Makes the job the key's holder. A few keys that nobody holds any more go at the same time. */
export function takeKey(
  { sql, step }: Store,
  { key, mode, windowMs = 0 }: Hold,
  { hi, lo, tail }: Address,
  enqueuedAt: EpochMs,
): void {
  // A debounced holder has no window; a throttling one has nothing else.
  const until = mode === 'debounce' ? enqueuedAt : Math.ceil(enqueuedAt + windowMs)
  sql.takeDedup.run(key, hi, lo, tail, until, mode === 'throttle' ? until : null)
  sql.sweepDedup.run(step.now)
}

/** The job is final: from now on only its window holds the key. */
export function releaseKey({ sql }: Store, { dedup, hi, lo }: JobRow): void {
  if (dedup !== null) sql.releaseDedup.run(dedup, hi, lo)
}

/** The job lives again. Answers with the holder, if that is another job. */
export function retakeKey(store: Store, row: JobRow): JobId | undefined {
  if (row.dedup === null) return undefined
  const holder = keyHolder(store, row.dedup, store.step.now)
  if (holder !== undefined && holder !== idAt(row)) return holder
  const { dedup = { mode: 'unique' } } = extraOf(row)
  takeKey(store, { ...dedup, key: row.dedup }, row, row.enqueued)
  return undefined
}
