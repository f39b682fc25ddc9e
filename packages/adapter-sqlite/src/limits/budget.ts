import type { ClaimedJob, EpochMs, SessionId, SpendReply } from '@nightshift/core'
import { addressOf } from '../address.js'
import { extraOf } from '../extra.js'
import type { JobRow } from '../rows.js'
import { liveSession } from '../session.js'
import type { Store } from '../store.js'
import { countOf, knownCount } from './count-table.js'
import { isOver, type LimitCount, leftOf } from './limit-count.js'
import { reserveOf, writeReserve } from './reserve.js'
import { wake } from './room.js'

/** Takes from what the job put aside, and the rest from what is left. */
export function spend(
  store: Store,
  name: SessionId,
  { id, token }: Pick<ClaimedJob, 'id' | 'token'>,
  key: string,
  amount: number,
): SpendReply {
  const session = liveSession(store, name)
  const { hi, lo, tail } = addressOf(id)
  const row = session && store.sql.heldJob.get<JobRow>(hi, lo, tail, session.known.id, token)
  if (!row) return { status: 'lease-lost' }
  const use = extraOf(row).limits?.find((one) => one.key === key)
  const count = countOf(store, use ?? { key, definition: key })
  const reserve = reserveOf(store, row)
  const aside = reserve.reserves[key] ?? 0
  const available = aside + Math.max(leftOf(count), 0)
  if (amount > available) return { status: 'exhausted', remaining: available }
  const fromAside = Math.min(amount, aside)
  count.reserved -= fromAside
  count.spent += amount
  count.changed = true
  const reserves = { ...reserve.reserves, ...(aside > 0 && { [key]: aside - fromAside }) }
  writeReserve(store, row, { ...reserve, reserves })
  return { status: 'spent', remaining: available - amount }
}

export function rollBudget(
  store: Store,
  key: string,
  expectedEnd: EpochMs,
  nextEnd: EpochMs,
): 'rolled' | 'conflict' {
  const count = budgetOf(store, key)
  if (count?.periodEndsAt !== expectedEnd) return 'conflict'
  count.periodEndsAt = nextEnd
  count.spent = 0
  wake(store, count)
  return 'rolled'
}

export function resetBudget(store: Store, key: string): void {
  const count = budgetOf(store, key)
  if (!count) return
  count.spent = 0
  wake(store, count)
}

/** Budgets whose period is over and that core is to roll. */
export function budgetsDue(store: Store, now: EpochMs): readonly string[] {
  const keys = store.sql.limitsOver.all<{ key: string }>(now).map(({ key }) => key)
  return keys.filter((key) => isOver(knownCount(store, key) as LimitCount, now)).sort()
}

/** A budget may be rolled before anything counted against it. */
function budgetOf(store: Store, key: string): LimitCount | undefined {
  const known = knownCount(store, key)
  if (known || !store.sql.definition.get(key)) return known
  return countOf(store, { key, definition: key })
}
