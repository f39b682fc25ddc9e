import { MAX_TURN_JOBS } from '@nightshift/core'
import { type Catch, isFull, startRow, take } from './claim.js'
import type { Holder } from './holder.js'
import { refreshLanes, standingOf, tagAfter, unpark } from './lane.js'
import { type LaneView, openLanes } from './lane-view.js'
import { saveCounts } from './limits/count-table.js'
import { hasRoom, type LimitCount, noteFull } from './limits/limit-count.js'
import { occupy, roomFor } from './limits/room.js'
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
  const wanted = Math.min(slots, MAX_TURN_JOBS - taken.jobs.length)
  const end = taken.jobs.length + wanted
  const lanes = openLanes(store, queue, wanted)
  while (taken.jobs.length < end && !isFull(taken)) {
    const choice = lanes.first()
    if (!choice) break
    const limit = serve(store, holder, choice, end, taken)
    if (limit) park(store, choice.lane, limit, lanes.forget)
  }
  lanes.save()
}

interface Choice {
  readonly lane: LaneView
  readonly othersOpen: boolean
}

/**
 * Others wait: one job. Otherwise as many as there are slots and room. Answers with the limit that
 * stopped it.
 */
function serve(
  store: Store,
  holder: Holder,
  { lane, othersOpen }: Choice,
  end: number,
  taken: Catch,
): LimitCount | undefined {
  const last = othersOpen ? taken.jobs.length + 1 : end
  for (let row = lane.head(); row; row = lane.head()) {
    if (taken.jobs.length >= last || isFull(taken)) break
    const room = roomFor(store, row)
    if (room.blockedBy) {
      noteFull(room.blockedBy, holder.now)
      return room.blockedBy
    }
    if (othersOpen) lane.tag = tagAfter(row, lane.tag)
    unpark(store, lane.parked)
    lane.parked = 0
    take(store, holder, row, taken, room.exhausted)
    startRow(store, holder, row)
    occupy(store, row, room.exhausted)
    lane.pass()
  }
  const head = lane.head()
  if (head) lane.standing = standingOf(head, lane.tag)
  return undefined
}

/** The lane, parked on another limit before or not at all, waits for this one from now on. */
function park(store: Store, lane: LaneView, limit: LimitCount, forgetLanes: () => void): void {
  const before = lane.parked
  if (before > 0 && before !== limit.id) unpark(store, before)
  const isCounted = before === limit.id && !(limit.ready && hasRoom(limit, store.step.now))
  if (limit.ready && hasRoom(limit, store.step.now)) {
    // A limit without room has none for any lane; a budget may have enough for the next one's head.
    forgetLanes()
    store.sql.openParked.run(limit.id)
    limit.parked = 0
  }
  limit.ready = false
  if (!isCounted) limit.parked += 1
  limit.changed = true
  const head = lane.head()
  if (head) lane.standing = standingOf(head, lane.tag)
  lane.parked = limit.id
  lane.changed = true
}

/** For statements that read what this transaction has changed. */
export function saveLanes(store: Store): void {
  refreshLanes(store)
  saveCounts(store)
}
