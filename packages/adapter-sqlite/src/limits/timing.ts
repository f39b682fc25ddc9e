import type { ClaimRequest, EpochMs } from '@nightshift/core'
import type { Store } from '../store.js'
import { knownCount } from './count-table.js'
import { mayOpenAt } from './limit-count.js'
import { wake } from './room.js'

/** Looks again at lanes whose limits have room by the passing of time. */
export function wakeByTime(store: Store): void {
  const { sql, step } = store
  for (const { key } of sql.openingLimits.all<{ key: string }>(step.now)) {
    const count = knownCount(store, key)
    if (count?.opensAt !== undefined && count.opensAt <= step.now) wake(store, count)
  }
}

/** When a limit that stops a lane of these queues may have room again. What changed is written by now. */
export function limitOpensAt(store: Store, requests: readonly ClaimRequest[]): EpochMs {
  const { sql, names, step } = store
  let first = Number.POSITIVE_INFINITY
  for (const { queue } of requests) {
    const id = names.queueId(queue)
    const isPaused = id === undefined || sql.queueAt.get<{ paused: number }>(id)?.paused === 1
    for (const { key } of isPaused ? [] : sql.awaitedLimits.all<{ key: string }>(id)) {
      const count = knownCount(store, key)
      const at = count && !count.ready ? mayOpenAt(count, step.now) : undefined
      if (at !== undefined) first = Math.min(first, at)
    }
  }
  return first
}
