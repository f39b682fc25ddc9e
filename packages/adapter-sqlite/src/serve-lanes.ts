import { MAX_TURN_JOBS } from '@nightshift/core'
import { type Catch, isFull, startRow, take } from './claim.js'
import type { Holder } from './holder.js'
import {
  isBefore,
  type Lane,
  plainLane,
  refreshLanes,
  standingOf,
  tagAfter,
  unpark,
} from './lane.js'
import { saveCounts } from './limits/count-table.js'
import { hasRoom, type LimitCount, noteFull } from './limits/limit-count.js'
import { occupy, roomFor } from './limits/room.js'
import type { DueRow } from './rows.js'
import type { Store } from './store.js'

/**
 * Takes jobs of a queue whose jobs stand in several lanes. Lanes on the way that have no room are
 * parked. A lane parked on a limit that is ready counts as open: so a freed slot looks at the first
 * lane that waits for it and not at all of them, and the limit stays ready until it was found full.
 */
export function serveLanes(
  store: Store,
  holder: Holder,
  queue: number,
  slots: number,
  taken: Catch,
): void {
  refreshLanes(store)
  const end = taken.jobs.length + Math.min(slots, MAX_TURN_JOBS - taken.jobs.length)
  while (taken.jobs.length < end && !isFull(taken)) {
    const choice = chooseLane(store, queue)
    if (!choice) return
    serve(store, holder, queue, choice, end, taken)
  }
}

interface Choice {
  readonly lane: Lane
  readonly othersOpen: boolean
}

function chooseLane(store: Store, queue: number): Choice | undefined {
  const { sql } = store
  const plain = plainLane(store, queue)
  const lanes = [...(plain ? [plain] : []), ...sql.firstOpen.all<Lane>(queue)]
  for (const limit of readyLimits(store)) lanes.push(...sql.firstParked.all<Lane>(limit, queue))
  const [first] = lanes
  if (!first) return undefined
  const lane = lanes.reduce((a, b) => (isBefore(b, a) ? b : a), first)
  return { lane, othersOpen: lanes.length > 1 }
}

function readyLimits(store: Store): readonly number[] {
  const { sql, step } = store
  const isReady = new Map<number, boolean>()
  for (const { id } of sql.readyLimits.all<{ id: number }>()) isReady.set(id, true)
  for (const count of step.counts.values()) isReady.set(count.id, count.ready && count.parked > 0)
  return [...isReady].filter(([, ready]) => ready).map(([id]) => id)
}

/** Others wait: one job. Otherwise as many as there are slots and room. */
function serve(
  store: Store,
  holder: Holder,
  queue: number,
  { lane, othersOpen }: Choice,
  end: number,
  taken: Catch,
): void {
  const wanted = othersOpen ? 1 : end - taken.jobs.length
  const rows = store.sql.dueJobs.all<DueRow>(lane.id, wanted + 1)
  let { tag, parked } = lane
  let served = 0
  while (served < wanted && served < rows.length && !isFull(taken)) {
    const row = rows[served] as DueRow
    const room = roomFor(store, row)
    if (room.blockedBy) {
      noteFull(room.blockedBy, holder.now)
      place(store, queue, { ...lane, tag, parked }, row, park(store, parked, room.blockedBy))
      return
    }
    if (othersOpen) tag = tagAfter(row, tag)
    unpark(store, parked)
    parked = 0
    take(store, holder, row, taken, room.exhausted)
    startRow(store, holder, row)
    occupy(store, row, room.exhausted)
    served += 1
  }
  place(store, queue, { ...lane, tag }, rows[served], parked)
}

/** Writes down where the lane stands now. */
function place(
  { sql }: Store,
  queue: number,
  { id, tag }: Lane,
  head: DueRow | undefined,
  parked: number,
): void {
  if (id === queue) sql.setTag.run(head ? tag : null, id)
  else if (head) sql.setHead.run(head.hi, head.lo, standingOf(head, tag), tag, parked, id)
  else sql.emptyLane.run(id)
}

/** The lane, parked on `before` or not at all, waits for the limit from now on. */
function park(store: Store, before: number, limit: LimitCount): number {
  if (before > 0 && before !== limit.id) unpark(store, before)
  if (limit.ready) {
    // A limit without room has none for any lane; a budget may have enough for the next one's head.
    if (hasRoom(limit, store.step.now)) openAll(store, limit)
    else limit.ready = false
  }
  const isCounted = before === limit.id && limit.parked > 0
  if (!isCounted) limit.parked += 1
  limit.changed = true
  return limit.id
}

function openAll(store: Store, limit: LimitCount): void {
  store.sql.openParked.run(limit.id)
  limit.parked = 0
  limit.ready = false
}

/** For statements that read what this transaction has changed. */
export function saveLanes(store: Store): void {
  refreshLanes(store)
  saveCounts(store)
}
