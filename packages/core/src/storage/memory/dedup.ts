import { isFinal } from '../../job/state.js'
import type { EpochMs } from '../../time/clock.js'
import type { NewJob } from '../contract.js'
import type { MemoryData } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

type Dedup = NonNullable<NewJob['dedup']>

/** Who holds the key: the last job stored with it, for as long as its own mode says. */
export function keyHolder(data: MemoryData, key: string, now: EpochMs): StoredJob | undefined {
  const last = data.keys.get(key)
  const job = last === undefined ? undefined : data.jobs.get(last)
  return job && holdsKey(job, now) ? job : undefined
}

export function holdsKey({ record, dedup }: StoredJob, now: EpochMs): boolean {
  return dedup !== undefined && holds(dedup, !isFinal(record.state), record.enqueuedAt, now)
}

/** The window counts from the insert, whenever the job runs. */
export function holds(
  { mode, windowMs = 0 }: Dedup,
  isLive: boolean,
  enqueuedAt: EpochMs,
  now: EpochMs,
): boolean {
  const isInWindow = now < enqueuedAt + windowMs
  switch (mode) {
    case 'unique':
      return isLive || isInWindow
    case 'throttle':
      return isInWindow
    case 'debounce':
      return isLive
  }
}
