import type { EpochMs } from '../../time/clock.js'
import type { LimitDefinition, LimitRecord, LimitUse, Outcome } from '../contract.js'
import { frozen } from './frozen.js'
import { LimitCount } from './limit-count.js'
import type { MemoryData } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

/** All limits: what is defined, and what counts. */
export interface Limits {
  readonly definitions: Map<string, LimitDefinition>
  readonly counts: Map<string, LimitCount>
}

export type Room =
  | { readonly blockedBy: LimitCount }
  /** Budgets that have not enough left, and are handed over. */
  | { readonly blockedBy?: undefined; readonly exhausted: readonly string[] }

/** Every key must have room; the first that has none is the one to wait for. */
export function roomFor(data: MemoryData, job: StoredJob, now: EpochMs): Room {
  const exhausted: string[] = []
  for (const use of job.record.limits ?? []) {
    const count = countOf(data, use)
    if (!count.hasRoom(now)) return { blockedBy: count }
    if (canReserve(count, job, use)) continue
    if (count.definition.budget?.whenExhausted === 'park') return { blockedBy: count }
    exhausted.push(use.key)
  }
  return { exhausted }
}

const canReserve = (count: LimitCount, job: StoredJob, { key, reserve = 0 }: LimitUse): boolean =>
  job.exempt?.includes(key) || count.left >= reserve

/** The job counts from now on. */
export function occupy(
  data: MemoryData,
  job: StoredJob,
  exhausted: readonly string[],
  now: EpochMs,
): void {
  for (const use of job.record.limits ?? []) {
    const count = countOf(data, use)
    count.running += 1
    if (count.definition.rate) count.claims.count(count.definition.rate, now)
    const isAsked = !exhausted.includes(use.key) && !job.exempt?.includes(use.key)
    if (count.definition.budget && isAsked) putAside(job, count, use.reserve ?? 0)
  }
  job.exempt = undefined
}

export function putAside(job: StoredJob, count: LimitCount, amount: number): void {
  count.reserved += amount
  job.reserves ??= new Map()
  job.reserves.set(count.key, (job.reserves.get(count.key) ?? 0) + amount)
}

/** The job counts no more. What a lost execution put aside may have been spent. */
export function free(data: MemoryData, job: StoredJob, outcome: Outcome | undefined): void {
  for (const use of job.record.limits ?? []) {
    const count = countOf(data, use)
    const unspent = job.reserves?.get(use.key) ?? 0
    count.running -= 1
    count.reserved -= unspent
    if (outcome === 'lost') count.spent += unspent
    wake(data, count)
  }
  job.reserves?.clear()
}

/** All lanes that wait for this limit are looked at again; those without room are parked again. */
export function wake(data: MemoryData, count: LimitCount): void {
  count.opensAt = undefined
  if (count.parked.size > 0) data.hints.add('work')
  for (const lane of [...count.parked]) data.queues.get(lane.queue)?.reopen(lane)
}

export function defineLimits(data: MemoryData, definitions: readonly LimitDefinition[]): void {
  for (const given of definitions) {
    const definition = frozen(given)
    data.limits.definitions.set(definition.name, definition)
    for (const count of data.limits.counts.values()) {
      if (count.definition.name !== definition.name) continue
      count.define(definition)
      wake(data, count)
    }
  }
}

/** A definition that nothing counts against yet stands under its own name. */
export function limits(data: MemoryData): readonly LimitRecord[] {
  const now = data.clock.now()
  const counts = [...data.limits.counts.values()]
  const used = new Set(counts.map(({ definition }) => definition.name))
  const unused = [...data.limits.definitions.values()].filter(({ name }) => !used.has(name))
  return [...counts, ...unused.map((definition) => new LimitCount(definition.name, definition))]
    .map((count) => count.record(now))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

export function countOf(data: MemoryData, { key, definition: name }: LimitUse): LimitCount {
  const known = data.limits.counts.get(key)
  if (known?.definition.name === name) return known
  const definition = data.limits.definitions.get(name) ?? { name }
  known?.define(definition)
  const count = known ?? new LimitCount(key, definition)
  data.limits.counts.set(key, count)
  return count
}
