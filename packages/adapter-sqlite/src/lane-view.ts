import { isBefore, type Lane, plainLane } from './lane.js'
import { countById } from './limits/count-table.js'
import type { LimitCount } from './limits/limit-count.js'
import type { DueRow } from './rows.js'
import type { Store } from './store.js'

/** A lane as a claim goes along it; what changed is written at the end of the claim. */
export interface LaneView {
  readonly id: number
  /** Of its first job. */
  hi: number
  lo: number
  standing: number
  tag: number | null
  isEmpty: boolean
  /** The limit it waits for, or 0. */
  parked: number
  changed: boolean
  /** The first of its jobs that is not taken. */
  head(): DueRow | undefined
  /** Its first job has been started. */
  pass(): void
}

const MOST_READ_AHEAD = 8
const MOST_LANES = 64

function viewOf({ sql }: Store, lane: Lane): LaneView {
  let rows: DueRow[] = []
  let place = 0
  let wanted = 2
  let isEnd = false
  return {
    ...lane,
    isEmpty: false,
    changed: false,
    head() {
      if (place === rows.length && !isEnd) {
        rows = sql.dueJobs.all<DueRow>(lane.id, wanted)
        isEnd = rows.length < wanted
        wanted = Math.min(2 * wanted, MOST_READ_AHEAD)
        place = 0
      }
      return rows[place]
    },
    pass() {
      place += 1
      this.changed = true
      const head = this.head()
      this.isEmpty = !head
      if (head) [this.hi, this.lo] = [head.hi, head.lo]
    },
  }
}

export interface OpenLanes {
  /** The lane whose turn it is, and whether others wait. */
  first(): { readonly lane: LaneView; readonly othersOpen: boolean } | undefined
  /** Writes what changed, and reads everything again when it is asked for next. */
  forget(): void
  save(): void
}

/** The lanes of a queue that are open, or parked on a limit that is ready. */
export function openLanes(store: Store, queue: number, slots: number): OpenLanes {
  const { sql } = store
  const ready = readyLimits(store)
  const page = Math.min(slots + 1, MOST_LANES)
  let views: LaneView[] = []
  let isRead = false
  /** The last one read, if there may be more behind it. */
  let last: Lane | undefined

  function read(): void {
    save()
    const plain = plainLane(store, queue)
    const open = sql.openLanes.all<Lane>(queue, page)
    last = open.length === page ? open.at(-1) : undefined
    views = [...(plain ? [plain] : []), ...open].map((lane) => viewOf(store, lane))
    isRead = true
  }

  function save(): void {
    for (const view of views) if (view.changed) write(store, queue, view)
    views = []
    isRead = false
  }

  /** Their lanes are read anew each time, for there may be very many. */
  function waiting(): readonly LaneView[] {
    const limits = ready.filter((limit) => limit.ready && limit.parked > 0)
    if (limits.length === 0) return []
    for (const view of views) if (view.changed) write(store, queue, view)
    return limits.flatMap(({ id }) =>
      sql.firstParked.all<Lane>(id, queue).map((lane) => viewOf(store, lane)),
    )
  }

  return {
    save,
    forget: save,
    first() {
      if (!isRead) read()
      const parked = waiting()
      let lanes = [...views.filter(isOpen), ...parked]
      let lane = firstOf(lanes)
      if (last && (!lane || isBefore(last, lane))) {
        read()
        lanes = [...views.filter(isOpen), ...parked]
        lane = firstOf(lanes)
      }
      if (!lane) return undefined
      if (!views.includes(lane)) views.push(lane)
      return { lane, othersOpen: lanes.length > 1 || last !== undefined }
    },
  }
}

const isOpen = ({ parked, isEmpty }: LaneView): boolean => parked === 0 && !isEmpty

function firstOf(lanes: readonly LaneView[]): LaneView | undefined {
  let first: LaneView | undefined
  for (const lane of lanes) if (!first || isBefore(lane, first)) first = lane
  return first
}

function write({ sql }: Store, queue: number, view: LaneView): void {
  const { id, hi, lo, tag, standing, parked, isEmpty } = view
  if (id === queue) sql.setTag.run(isEmpty ? null : tag, id)
  else if (isEmpty) sql.emptyLane.run(id)
  else sql.setHead.run(hi, lo, standing, tag, parked, id)
  view.changed = false
}

function readyLimits(store: Store): readonly LimitCount[] {
  const ids = new Set(store.sql.readyLimits.all<{ id: number }>().map(({ id }) => id))
  for (const { id, ready } of store.step.counts.values()) if (ready) ids.add(id)
  return [...ids].map((id) => countById(store, id))
}
