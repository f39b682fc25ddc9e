import { isFinal } from '../../job/state.js'
import type { EpochMs } from '../../time/clock.js'
import { type Dependency, type JobId, MAX_STEP_JOBS } from '../contract.js'
import { keyHolder } from './dedup.js'
import { end, reopen } from './ending.js'
import { type MemoryData, moveTo, tell } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

export function dependOn(data: MemoryData, { record }: StoredJob): void {
  for (const { id } of record.dependsOn ?? []) {
    const parent = data.jobs.get(id)
    if (!parent) continue
    parent.dependents ??= new Set()
    parent.dependents.add(record.id)
  }
}

/** Notes which dependencies have yet to end, and says whether there are any. */
export function mustWait(data: MemoryData, job: StoredJob): boolean {
  const unfinished = (job.record.dependsOn ?? []).filter(({ id }) => isLive(data.jobs.get(id)))
  if (unfinished.length > 0) job.waitsFor = new Set(unfinished.map(({ id }) => id))
  return unfinished.length > 0
}

/** What is not stored any more has ended. */
const isLive = (job: StoredJob | undefined): boolean =>
  job !== undefined && !isFinal(job.record.state)

/** The first dependency whose end cancels the job. */
export const causeToCancel = (data: MemoryData, { record }: StoredJob): JobId | undefined =>
  record.dependsOn?.find((dependency) => cancels(data, dependency))?.id

function cancels(data: MemoryData, { id, onFailure }: Dependency): boolean {
  const state = data.jobs.get(id)?.record.state
  return onFailure === 'cancel' && (state === 'failed' || state === 'cancelled')
}

export const hasLiveDependents = (data: MemoryData, { dependents }: StoredJob): boolean =>
  [...(dependents ?? [])].some((id) => isLive(data.jobs.get(id)))

/** Lets dependents follow what became of their jobs, so many in one step. */
export function followUp(data: MemoryData, now: EpochMs): void {
  let left = MAX_STEP_JOBS
  for (const [id, dependents] of data.toFollow) {
    const parent = data.jobs.get(id)
    for (const dependentId of parent ? dependents.splice(0, left) : []) {
      const dependent = data.jobs.get(dependentId)
      if (parent && dependent) follow(data, dependent, parent, now)
      left -= 1
    }
    if (parent && dependents.length > 0) return
    data.toFollow.delete(id)
  }
}

/** What has happened to the parent may be undone by now: only its present state counts. */
function follow(data: MemoryData, job: StoredJob, parent: StoredJob, now: EpochMs): void {
  const dependency = job.record.dependsOn?.find(({ id }) => id === parent.record.id)
  if (!dependency) return
  if (job.record.state === 'blocked') {
    if (cancels(data, dependency)) cancelFor(data, job, dependency.id, now)
    else if (isLive(parent)) job.waitsFor?.add(dependency.id)
    else if (job.waitsFor?.delete(dependency.id) && job.waitsFor.size === 0) release(data, job, now)
  } else if (job.record.cancelledBy === dependency.id && isLive(parent)) {
    revive(data, job, now)
  }
}

function release(data: MemoryData, job: StoredJob, now: EpochMs): void {
  moveTo(data, job, 'queued', now, () => {
    job.record.dueAt = Math.max(job.record.dueAt, now)
  })
  tell(data, 'released', job, now)
}

export function cancelFor(data: MemoryData, job: StoredJob, cause: JobId, now: EpochMs): void {
  job.record.cancelledBy = cause
  end(data, job, 'cancelled', now)
}

/** Blocked again, unless another dependency cancels it too, or another job took its key. */
function revive(data: MemoryData, job: StoredJob, now: EpochMs): void {
  const otherCause = causeToCancel(data, job)
  if (otherCause !== undefined) {
    job.record.cancelledBy = otherCause
    return
  }
  if (job.dedup) {
    const holder = keyHolder(data, job.dedup.key, now)
    if (holder && holder !== job) return
    data.keys.set(job.dedup.key, job.record.id)
  }
  mustWait(data, job)
  reopen(data, job, 'blocked', now)
}
