import { isFinal } from '../../job/state.js'
import type { EpochMs } from '../../time/clock.js'
import type { JobId } from '../contract.js'
import type { MemoryData } from './memory-data.js'

/** Who holds the key: while its job is live, and until its window, counted from enqueue, is over. */
export function keyHolder(data: MemoryData, key: string, now: EpochMs): JobId | undefined {
  const last = data.keys.get(key)
  const job = last === undefined ? undefined : data.jobs.get(last)
  if (!job) return undefined
  const windowEndsAt = job.record.enqueuedAt + (job.dedup?.windowMs ?? 0)
  return !isFinal(job.record.state) || now < windowEndsAt ? job.record.id : undefined
}
