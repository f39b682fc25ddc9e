import type { JobFilter, JobState, QueueCount } from '@nightshift/core'
import { heldJobs } from './list.js'
import type { Kind } from './names.js'
import { FINAL_STATES, finalCode } from './rows.js'
import type { Store } from './store.js'

interface Tally {
  add(kind: Kind, state: JobState, count: number): void
}

export function count(store: Store, filter: JobFilter): readonly QueueCount[] {
  const counts = new Map<string, QueueCount>()
  const tally: Tally = {
    add({ queue, queueId }, state, number) {
      if (number === 0) return
      const place = `${state} ${queueId}`
      const before = counts.get(place)?.count ?? 0
      counts.set(place, { queue, state, count: before + number })
    },
  }
  const wanted = (state: JobState) => filter.states?.includes(state) ?? true
  const kinds = store.names.kindsLike(filter)
  for (const state of FINAL_STATES.filter(wanted)) countDone(store, tally, kinds, state)
  if (wanted('queued')) countQueued(store, tally, kinds, filter)
  if (wanted('running')) countRunning(store, tally, kinds)
  return [...counts.values()]
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

function countQueued(
  { sql }: Store,
  tally: Tally,
  kinds: readonly Kind[],
  filter: JobFilter,
): void {
  if (filter.name !== undefined) {
    for (const kind of kinds) {
      const waiting = sql.countWaitingKind.get<Count>(kind.queueId, kind.id)?.n ?? 0
      const delayed = sql.countDelayedKind.get<Count>(kind.queueId, kind.id)?.n ?? 0
      tally.add(kind, 'queued', waiting + delayed)
    }
    return
  }
  // The indexes hold the queue but not the name: one count for all of a queue's kinds.
  for (const kind of new Map(kinds.map((one) => [one.queueId, one])).values()) {
    const waiting = sql.countWaiting.get<Count>(kind.queueId)?.n ?? 0
    const delayed = sql.countDelayed.get<Count>(kind.queueId)?.n ?? 0
    tally.add(kind, 'queued', waiting + delayed)
  }
}

function countRunning(store: Store, tally: Tally, kinds: readonly Kind[]): void {
  const wanted = new Map(kinds.map((kind) => [kind.id, kind]))
  for (const held of heldJobs(store)) {
    const kind = wanted.get(held.kind)
    if (kind) tally.add(kind, 'running', 1)
  }
}
