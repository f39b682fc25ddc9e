import type { EpochMs } from '@nightshift/core'
import { FAIR_QUANTUM_MS } from '@nightshift/core'
import { extraOf } from './extra.js'
import { countById } from './limits/count-table.js'
import type { DueRow } from './rows.js'
import type { Store } from './store.js'

/** A lane with a job that is due. */
export interface Lane {
  readonly id: number
  readonly hi: number
  readonly lo: number
  readonly standing: number
  readonly tag: number | null
  /** The limit it waits for, or 0. */
  readonly parked: number
}

interface LaneRow extends Omit<Lane, 'hi' | 'lo' | 'standing'> {
  readonly queue: number
  readonly hi: number | null
  readonly lo: number | null
  readonly standing: number | null
}

export interface Head {
  readonly hi: number
  readonly lo: number
  readonly key: number
  readonly due: EpochMs
}

/** Jobs keep their keys; only the lane gives way to others. */
export const standingOf = ({ key, due }: Head, tag: number | null): number =>
  tag === null ? key : Math.max(key, tag - (due - key))

/** How far a lane moves back because it was served while others waited. */
export function tagAfter(row: DueRow, tag: number | null): number {
  const { weight = 1 } = extraOf(row)
  return Math.max(tag ?? Number.NEGATIVE_INFINITY, row.due) + FAIR_QUANTUM_MS / weight
}

/** Looks again at the heads of lanes that jobs have joined or left. */
export function refreshLanes(store: Store): void {
  const { lanes } = store.step
  for (const id of lanes) refreshLane(store, id)
  lanes.clear()
}

function refreshLane(store: Store, id: number): void {
  const { sql } = store
  const lane = sql.lane.get<LaneRow>(id) as LaneRow
  const head = sql.headOf.get<Head>(id)
  if (lane.queue === id) {
    if (!head && lane.tag !== null) sql.setTag.run(null, id)
    return
  }
  if (!head) {
    if (lane.hi === null && lane.tag === null) return
    unpark(store, lane.parked)
    sql.emptyLane.run(id)
    return
  }
  const standing = standingOf(head, lane.tag)
  if (lane.hi === head.hi && lane.lo === head.lo && lane.standing === standing) return
  // A new head may find room where the one before it found none.
  unpark(store, lane.parked)
  sql.setHead.run(head.hi, head.lo, standing, lane.tag, 0, id)
}

/** One lane less waits for the limit. */
export function unpark(store: Store, limit: number): void {
  if (limit === 0) return
  const count = countById(store, limit)
  count.parked -= 1
  count.changed = true
}

/** The plain lane's row does not keep its head. */
export function plainLane({ sql }: Store, queue: number): Lane | undefined {
  const head = sql.headOf.get<Head>(queue)
  if (!head) return undefined
  const { tag } = sql.lane.get<LaneRow>(queue) as LaneRow
  return { id: queue, hi: head.hi, lo: head.lo, standing: standingOf(head, tag), tag, parked: 0 }
}

export const isBefore = (a: Lane, b: Lane): boolean =>
  a.standing !== b.standing ? a.standing < b.standing : a.hi !== b.hi ? a.hi < b.hi : a.lo < b.lo
