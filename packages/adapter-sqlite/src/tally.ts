import { DURATION_BUCKETS_MS, type EpochMs } from '@nightshift/core'
import type { Statements } from './statements.js'

/** Ended executions of one day, kind and outcome. */
export interface DayCount {
  readonly day: string
  readonly kind: number
  readonly outcome: number
  n: number
  ms: number
  readonly buckets: number[]
}

const DAY_MS = 86_400_000
/** A session's row must stay small. */
const MAX_ROWS = 8
const FOLD_AFTER_MS = 1_000

/** What a session has counted and `ns_history` does not know yet; stands in the session's row. */
export interface Tally {
  readonly rows: DayCount[]
  /** As it stands in the row. */
  text: string
  changed: boolean
  foldedAt: EpochMs
}

export const newTally = (text = ''): Tally => ({
  rows: text === '' ? [] : (JSON.parse(text) as DayCount[]),
  text,
  changed: false,
  foldedAt: 0,
})

export const emptyBuckets = (): number[] => Array<number>(DURATION_BUCKETS_MS.length + 1).fill(0)

export function countExecution(
  tally: Tally,
  kind: number,
  outcome: number,
  startedAt: EpochMs,
  endedAt: EpochMs,
): void {
  const row = rowFor(tally, kind, outcome, endedAt)
  // The clock may have been set back meanwhile.
  const ms = Math.max(0, endedAt - startedAt)
  const bucket = DURATION_BUCKETS_MS.findIndex((bound) => ms <= bound)
  const place = bucket === -1 ? DURATION_BUCKETS_MS.length : bucket
  row.n += 1
  row.ms += ms
  row.buckets[place] = (row.buckets[place] as number) + 1
  tally.changed = true
}

function rowFor(tally: Tally, kind: number, outcome: number, at: EpochMs): DayCount {
  const day = dayOf(at)
  const known = tally.rows.find(
    (row) => row.kind === kind && row.outcome === outcome && row.day === day,
  )
  if (known) return known
  const row = { day, kind, outcome, n: 0, ms: 0, buckets: emptyBuckets() }
  tally.rows.push(row)
  return row
}

let lastDay = { number: Number.NaN, text: '' }

function dayOf(at: EpochMs): string {
  const number = Math.floor(at / DAY_MS)
  if (number !== lastDay.number) lastDay = { number, text: new Date(at).toISOString().slice(0, 10) }
  return lastDay.text
}

/** The text for the session's row; what has been there for long moves to `ns_history` first. */
export function tallyText(sql: Statements, tally: Tally, now: EpochMs): string {
  if (tally.rows.length > MAX_ROWS || (tally.rows.length > 0 && isStale(tally, now))) {
    fold(sql, tally, now)
  }
  if (tally.changed) {
    tally.text = tally.rows.length === 0 ? '' : JSON.stringify(tally.rows)
    tally.changed = false
  }
  return tally.text
}

const isStale = ({ foldedAt }: Tally, now: EpochMs): boolean =>
  Math.abs(now - foldedAt) >= FOLD_AFTER_MS

export function fold(sql: Statements, tally: Tally, now: EpochMs): void {
  for (const row of tally.rows) {
    const { day, kind, outcome } = row
    const before = sql.dayCount.get<{ n: number; ms: number; buckets: string }>(day, kind, outcome)
    const buckets = before ? (JSON.parse(before.buckets) as number[]) : emptyBuckets()
    const sums = buckets.map((count, place) => count + (row.buckets[place] ?? 0))
    const [n, ms] = [row.n + (before?.n ?? 0), row.ms + (before?.ms ?? 0)]
    sql.foldDay.run(day, kind, outcome, n, ms, JSON.stringify(sums))
  }
  tally.rows.length = 0
  tally.changed = true
  tally.foldedAt = now
}
