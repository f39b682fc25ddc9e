import type { EpochMs } from '../../time/clock.js'
import type { ClaimedJob, SessionId, SpendReply } from '../contract.js'
import type { LimitCount } from './limit-count.js'
import { countOf, wake } from './limits.js'
import type { MemoryData } from './memory-data.js'
import { heldJob, openSessionOf } from './session.js'

/** Takes from what the job put aside, and the rest from what is left. */
export function spend(
  data: MemoryData,
  id: SessionId,
  claim: Pick<ClaimedJob, 'id' | 'token'>,
  key: string,
  amount: number,
): SpendReply {
  const session = openSessionOf(data, id)
  const job = session && heldJob(session, claim)
  if (!job) return { status: 'lease-lost' }
  const use = job.record.limits?.find((one) => one.key === key)
  const count = countOf(data, use ?? { key, definition: key })
  const aside = job.reserves?.get(key) ?? 0
  const available = aside + Math.max(count.left, 0)
  if (amount > available) return { status: 'exhausted', remaining: available }
  const fromAside = Math.min(amount, aside)
  count.reserved -= fromAside
  job.reserves?.set(key, aside - fromAside)
  count.spent += amount
  return { status: 'spent', remaining: available - amount }
}

export function rollBudget(
  data: MemoryData,
  key: string,
  expectedEnd: EpochMs,
  nextEnd: EpochMs,
): 'rolled' | 'conflict' {
  const count = budgetOf(data, key)
  if (count?.periodEndsAt !== expectedEnd) return 'conflict'
  count.periodEndsAt = nextEnd
  count.spent = 0
  wake(data, count)
  return 'rolled'
}

export function resetBudget(data: MemoryData, key: string): void {
  const count = budgetOf(data, key)
  if (!count) return
  count.spent = 0
  wake(data, count)
}

/** Budgets whose period is over and that core is to roll. */
export const budgetsDue = (data: MemoryData, now: EpochMs): readonly string[] =>
  [...data.limits.counts.values()]
    .filter((count) => count.isOver(now))
    .map(({ key }) => key)
    .sort()

/** A budget may be rolled before anything counted against it. */
const budgetOf = (data: MemoryData, key: string): LimitCount | undefined =>
  data.limits.counts.get(key) ??
  (data.limits.definitions.has(key) ? countOf(data, { key, definition: key }) : undefined)
