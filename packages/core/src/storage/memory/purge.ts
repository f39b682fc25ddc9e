import type { EpochMs } from '../../time/clock.js'
import { type FinalState, MIN_RETENTION_MS } from '../contract.js'
import { holdsKey, keyHolder } from './dedup.js'
import { hasLiveDependents } from './dependencies.js'
import { forget, type MemoryData } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

const MAX_PURGED = 1_000

export interface PurgeRequest {
  readonly state: FinalState
  readonly name?: string
  readonly olderThanMs: number
  readonly keep: number
  readonly limit: number
}

export function purge(data: MemoryData, request: PurgeRequest): number {
  const now = data.clock.now()
  const { olderThanMs, keep, limit } = request
  const age = Math.max(olderThanMs, MIN_RETENTION_MS)
  const victims = newestFirst(data, request)
    .slice(keep)
    .filter((job) => now - endOf(job) > age && isFree(data, job, now))
    .slice(-Math.min(limit, MAX_PURGED) || Number.POSITIVE_INFINITY)
  for (const job of victims) forget(data, job)
  return victims.length
}

function newestFirst(data: MemoryData, { state, name }: PurgeRequest): readonly StoredJob[] {
  return [...data.jobs.all()]
    .filter(({ record }) => record.state === state && (name ?? record.name) === record.name)
    .sort((a, b) => endOf(b) - endOf(a) || (a.record.id < b.record.id ? 1 : -1))
}

/** Nothing needs it any more: no live job depends on it, and no key is held by it. */
function isFree(data: MemoryData, job: StoredJob, now: EpochMs): boolean {
  const isHolder = job.dedup && holdsKey(job, now) && keyHolder(data, job.dedup.key, now) === job
  return !isHolder && !hasLiveDependents(data, job)
}

const endOf = ({ record }: StoredJob): EpochMs => record.endedAt as EpochMs
