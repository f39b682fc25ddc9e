import type { LimitUse, Outcome } from '@nightshift/core'
import { extraOf } from '../extra.js'
import type { DueRow } from '../rows.js'
import type { Store } from '../store.js'
import { countOf } from './count-table.js'
import { hasRoom, type LimitCount, leftOf } from './limit-count.js'
import { withClaim } from './rate.js'
import { type Reserve, reserveOf, writeReserve } from './reserve.js'

export type Room =
  | { readonly blockedBy: LimitCount }
  /** Budgets that have not enough left, and are handed over. */
  | { readonly blockedBy?: undefined; readonly exhausted: readonly string[] }

const ROOM: Room = { exhausted: [] }

type Limited = Pick<DueRow, 'hi' | 'lo' | 'flags' | 'extra'>

/** Every key must have room; the first that has none is the one to wait for. */
export function roomFor(store: Store, row: Limited): Room {
  const { limits } = extraOf(row)
  if (!limits || limits.length === 0) return ROOM
  const { exempt } = reserveOf(store, row)
  const exhausted: string[] = []
  for (const use of limits) {
    const count = countOf(store, use)
    if (!hasRoom(count, store.step.now)) return { blockedBy: count }
    if (exempt.includes(use.key) || leftOf(count) >= (use.reserve ?? 0)) continue
    if (count.definition.budget?.whenExhausted === 'park') return { blockedBy: count }
    exhausted.push(use.key)
  }
  return { exhausted }
}

/** The job counts from now on. */
export function occupy(store: Store, row: Limited, exhausted: readonly string[]): void {
  const { limits } = extraOf(row)
  if (!limits || limits.length === 0) return
  const { exempt } = reserveOf(store, row)
  const reserves: Record<string, number> = {}
  for (const use of limits) {
    const count = countOf(store, use)
    const { rate, budget } = count.definition
    count.running += 1
    if (rate) count.claims = withClaim(count.claims, rate, store.step.now)
    count.changed = true
    if (budget && !exhausted.includes(use.key) && !exempt.includes(use.key)) {
      count.reserved += use.reserve ?? 0
      reserves[use.key] = (reserves[use.key] ?? 0) + (use.reserve ?? 0)
    }
  }
  writeReserve(store, row, { reserves, exempt: [] })
}

/** The job counts no more. What a lost execution put aside may have been spent. */
export function free(
  store: Store,
  row: Limited,
  limits: readonly LimitUse[],
  outcome: Outcome | undefined,
): void {
  const { reserves } = reserveOf(store, row)
  for (const use of limits) {
    const count = countOf(store, use)
    const unspent = reserves[use.key] ?? 0
    count.running -= 1
    count.reserved -= unspent
    if (outcome === 'lost') count.spent += unspent
    wake(store, count)
  }
  writeReserve(store, row, NOTHING)
}

const NOTHING: Reserve = { reserves: {}, exempt: [] }

/** The lanes that wait for this limit are looked at again. */
export function wake({ step }: Store, count: LimitCount): void {
  count.opensAt = undefined
  count.changed = true
  if (count.parked === 0) return
  count.ready = true
  step.hints.add('work')
}
