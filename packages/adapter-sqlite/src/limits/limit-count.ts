import type { EpochMs, LimitDefinition, LimitRecord } from '@nightshift/core'
import { type ClaimWindow, claimed, roomAt } from './rate.js'

/** What counts against one limit key. */
export interface LimitCount {
  readonly id: number
  readonly key: string
  definition: LimitDefinition
  running: number
  claims: readonly ClaimWindow[]
  spent: number
  reserved: number
  periodEndsAt: EpochMs | undefined
  /** When time alone makes room for the lanes that wait. */
  opensAt: EpochMs | undefined
  /** Lanes whose heads found no room here. */
  parked: number
  /** There may be room for them by now: claims look at the first of them as if it were open. */
  ready: boolean
  /** It may differ from its row. */
  changed: boolean
  /** All that stands in the row, as text. */
  saved: string
}

export interface LimitRow {
  readonly id: number
  readonly key: string
  readonly definition: string
  readonly running: number
  readonly claims: string
  readonly spent: number
  readonly reserved: number
  readonly period_ends: EpochMs | null
  readonly opens: EpochMs | null
  readonly parked: number
  readonly ready: number
}

export function countFrom(row: LimitRow, definition: LimitDefinition): LimitCount {
  const count: LimitCount = {
    id: row.id,
    key: row.key,
    definition,
    running: row.running,
    claims: row.claims === '[]' ? [] : (JSON.parse(row.claims) as ClaimWindow[]),
    spent: row.spent,
    reserved: row.reserved,
    periodEndsAt: row.period_ends ?? undefined,
    opensAt: row.opens ?? undefined,
    parked: row.parked,
    ready: row.ready === 1,
    changed: false,
    saved: '',
  }
  count.saved = figuresOf(count)
  count.periodEndsAt ??= definition.budget?.periodEndsAt
  return count
}

/** Equal exactly when the rows are. */
export const figuresOf = (count: LimitCount): string =>
  [
    count.definition.name,
    count.running,
    count.claims.flat(),
    count.spent,
    count.reserved,
    count.periodEndsAt,
    count.opensAt,
    count.parked,
    count.ready && count.parked > 0,
  ].join(' ')

/** A definition that nothing counts against yet. */
export const unusedCount = (definition: LimitDefinition): LimitCount => ({
  id: 0,
  key: definition.name,
  definition,
  running: 0,
  claims: [],
  spent: 0,
  reserved: 0,
  periodEndsAt: definition.budget?.periodEndsAt,
  opensAt: undefined,
  parked: 0,
  ready: false,
  changed: false,
  saved: '',
})

export function define(count: LimitCount, definition: LimitDefinition): void {
  count.definition = definition
  count.periodEndsAt ??= definition.budget?.periodEndsAt
  count.changed = true
}

/** Room for one more to run, and to be claimed now. */
export function hasRoom({ definition, running, claims }: LimitCount, now: EpochMs): boolean {
  const { concurrency, rate } = definition
  if (concurrency !== undefined && running >= concurrency) return false
  return !rate || claimed(claims, rate, now) < rate.limit
}

/** A rate opens again by itself, whatever else stopped the lane that asked. */
export function noteFull(count: LimitCount, now: EpochMs): void {
  const { rate } = count.definition
  if (!rate || claimed(count.claims, rate, now) < rate.limit) return
  count.opensAt = roomAt(count.claims, rate, now)
  count.changed = true
}

/** What nobody spent or put aside; without a budget there is no end to it. */
export const leftOf = ({ definition, spent, reserved }: LimitCount): number =>
  definition.budget ? definition.budget.amount - spent - reserved : Number.MAX_SAFE_INTEGER

export const isOver = ({ definition, periodEndsAt }: LimitCount, now: EpochMs): boolean =>
  definition.budget !== undefined && periodEndsAt !== undefined && periodEndsAt <= now

/** When time alone may make room; what stops a lane need not be the same when it is asked. */
export function mayOpenAt(
  { opensAt, definition, periodEndsAt }: LimitCount,
  now: EpochMs,
): EpochMs | undefined {
  if (opensAt !== undefined && opensAt > now) return opensAt
  return definition.budget && periodEndsAt !== undefined && periodEndsAt > now
    ? periodEndsAt
    : undefined
}

export const limitRecord = (count: LimitCount, now: EpochMs): LimitRecord => ({
  key: count.key,
  definition: count.definition,
  running: count.running,
  claimed: count.definition.rate ? claimed(count.claims, count.definition.rate, now) : 0,
  spent: count.spent,
  reserved: count.reserved,
  ...(count.periodEndsAt !== undefined && { periodEndsAt: count.periodEndsAt }),
  parkedLanes: count.ready ? 0 : count.parked,
})
