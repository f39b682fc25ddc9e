import type { CountReply, JobFilter, JobState, QueueCount } from '@nightshift/core'
import { BEYOND_ALL } from './address.js'
import { isIndexed } from './filter.js'
import { matching } from './list.js'
import type { Kind } from './names.js'
import { FINAL_STATES, finalCode } from './rows.js'
import { heldJobs } from './search.js'
import type { Store } from './store.js'

/** Jobs one call looks at where no index counts. */
const COUNTED_AT_MOST = 20_000

type Place = Pick<Kind, 'queue'>

class Tally {
  readonly #counts = new Map<string, QueueCount>()

  add({ queue }: Place, state: JobState, number: number): void {
    if (number === 0) return
    const place = `${state} ${queue}`
    const before = this.#counts.get(place)?.count ?? 0
    this.#counts.set(place, { queue, state, count: before + number })
  }

  get counts(): readonly QueueCount[] {
    return [...this.#counts.values()]
  }
}

export function count(store: Store, filter: JobFilter): CountReply {
  const tally = new Tally()
  const kinds = store.names.kindsLike(filter)
  if (!isIndexed(filter)) return countLooking(store, tally, filter, kinds)
  const wanted = (state: JobState) => filter.states?.includes(state) ?? true
  for (const state of FINAL_STATES.filter(wanted)) countDone(store, tally, kinds, state)
  if (wanted('queued')) countUnfinished(store, tally, kinds, filter, 'queued')
  if (wanted('blocked')) countUnfinished(store, tally, kinds, filter, 'blocked')
  if (wanted('running')) countRunning(store, tally, kinds)
  return { counts: tally.counts, complete: true }
}

function countLooking(
  store: Store,
  tally: Tally,
  filter: JobFilter,
  kinds: readonly Kind[],
): CountReply {
  const search = { filter, kinds, below: BEYOND_ALL, limit: COUNTED_AT_MOST }
  for (const { job, isMatch, looked } of matching(store, search)) {
    if (looked > COUNTED_AT_MOST) return { counts: tally.counts, complete: false }
    if (isMatch) tally.add(job, job.state, 1)
  }
  return { counts: tally.counts, complete: true }
}

interface Count {
  readonly n: number
}

function countDone(
  { sql }: Store,
  tally: Tally,
  kinds: readonly Kind[],
  state: (typeof FINAL_STATES)[number],
): void {
  for (const kind of kinds) {
    tally.add(kind, state, sql.countDone.get<Count>(kind.id, finalCode(state))?.n ?? 0)
  }
}

function countUnfinished(
  { sql }: Store,
  tally: Tally,
  kinds: readonly Kind[],
  filter: JobFilter,
  state: 'queued' | 'blocked',
): void {
  if (filter.name !== undefined) {
    const ofKind =
      state === 'queued' ? [sql.countWaitingKind, sql.countDelayedKind] : [sql.countBlockedKind]
    for (const kind of kinds) {
      for (const statement of ofKind) {
        tally.add(kind, state, statement.get<Count>(kind.queueId, kind.id)?.n ?? 0)
      }
    }
    return
  }
  const ofQueue = state === 'queued' ? [sql.countWaiting, sql.countDelayed] : [sql.countBlocked]
  // The indexes hold the queue but not the name: one count for all of a queue's kinds.
  for (const kind of new Map(kinds.map((one) => [one.queueId, one])).values()) {
    for (const statement of ofQueue) {
      tally.add(kind, state, statement.get<Count>(kind.queueId)?.n ?? 0)
    }
  }
}

function countRunning(store: Store, tally: Tally, kinds: readonly Kind[]): void {
  const wanted = new Map(kinds.map((kind) => [kind.id, kind]))
  for (const held of heldJobs(store)) {
    const kind = wanted.get(held.kind)
    if (kind) tally.add(kind, 'running', 1)
  }
}
