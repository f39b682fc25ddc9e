import type { EpochMs } from '../../time/clock.js'
import type { ClaimRequest } from '../contract.js'
import { wake } from './limits.js'
import type { MemoryData } from './memory-data.js'

/** Looks again at lanes whose limits have room by the passing of time. */
export function wakeByTime(data: MemoryData, now: EpochMs): void {
  for (const count of data.limits.counts.values()) {
    if (count.opensAt !== undefined && count.opensAt <= now) wake(data, count)
  }
}

/** Until the first delayed job of these queues is due, or a limit that stops one may have room. */
export function nextDueIn(
  data: MemoryData,
  requests: readonly ClaimRequest[],
  now: EpochMs,
): number | undefined {
  const names = new Set<string>()
  const times: EpochMs[] = []
  for (const { queue: name } of requests) {
    const queue = data.queues.get(name)
    if (!queue || queue.paused) continue
    names.add(name)
    if (queue.nextDueAt !== undefined) times.push(queue.nextDueAt)
  }
  for (const count of data.limits.counts.values()) {
    const isAwaited = [...count.parked].some((lane) => names.has(lane.queue))
    const at = isAwaited ? count.roomAt(now) : undefined
    if (at !== undefined) times.push(at)
  }
  return times.length === 0 ? undefined : Math.max(0, Math.min(...times) - now)
}
