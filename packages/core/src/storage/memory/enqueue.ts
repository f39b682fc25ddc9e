import type { EpochMs } from '../../time/clock.js'
import type { EnqueueAnswer, JobId, NewJob, UnitReply } from '../contract.js'
import { holds, keyHolder } from './dedup.js'
import { cancelFor, causeToCancel, dependOn, mustWait } from './dependencies.js'
import { frozen } from './frozen.js'
import { JobTable } from './job-table.js'
import { type MemoryData, moveTo, tell } from './memory-data.js'
import { dueTimeOf, newStoredJob, type StoredJob } from './stored-job.js'

type Refusal = Exclude<UnitReply, { readonly status: 'accepted' }>

export function enqueue(
  data: MemoryData,
  units: readonly (readonly NewJob[])[],
): readonly UnitReply[] {
  const now = data.clock.now()
  return units.map(
    (unit) =>
      reasonToRefuse(data, unit, now) ?? { status: 'accepted', jobs: storeUnit(data, unit, now) },
  )
}

/** Whether the unit can be stored is known before anything of it is. */
export function reasonToRefuse(
  data: MemoryData,
  unit: readonly NewJob[],
  now: EpochMs,
): Refusal | undefined {
  const prefixes = new Map<string, JobId>()
  const keys = new Map<string, NewJob>()
  const newcomers = new Map<string, number>()
  const earlier = new Set<JobId>()
  for (const job of unit) {
    const prefix = JobTable.prefixOf(job.id)
    const isTaken = data.jobs.isTaken(job.id) || (prefixes.get(prefix) ?? job.id) !== job.id
    if (isTaken) return { status: 'id-taken', id: job.id }
    if (isNew(job)) {
      const dependency = job.dependsOn?.find(({ id }) => !earlier.has(id) && !data.jobs.get(id))
      if (dependency) {
        return { status: 'unknown-dependency', id: job.id, dependency: dependency.id }
      }
      newcomers.set(job.queue, (newcomers.get(job.queue) ?? 0) + 1)
      if (job.dedup) keys.set(job.dedup.key, job)
    }
    prefixes.set(prefix, job.id)
    earlier.add(job.id)
  }
  return fullQueue(data, newcomers)

  function isNew({ id, dedup }: NewJob): boolean {
    if (data.jobs.get(id) || earlier.has(id)) return false
    const inUnit = dedup && keys.get(dedup.key)?.dedup
    if (inUnit && holds(inUnit, true, now, now)) return false
    return !dedup || !keyHolder(data, dedup.key, now)
  }
}

function fullQueue(data: MemoryData, newcomers: ReadonlyMap<string, number>): Refusal | undefined {
  for (const [name, count] of newcomers) {
    const queue = data.queues.get(name)
    const { maxLength } = queue ?? {}
    if (queue && maxLength !== undefined && queue.length + count > maxLength) {
      return { status: 'queue-full', queue: name, maxLength }
    }
  }
  return undefined
}

/** Stores a unit that nothing speaks against. */
export function storeUnit(
  data: MemoryData,
  unit: readonly NewJob[],
  now: EpochMs,
): readonly EnqueueAnswer[] {
  /** Who stands for a job that was not stored. */
  const standIns = new Map<JobId, JobId>()
  return unit.map((job) => {
    const answer = answerTo(data, job, now)
    if (answer.status === 'stored') store(data, job, standIns, now)
    standIns.set(job.id, answer.id)
    return answer
  })
}

function answerTo(data: MemoryData, job: NewJob, now: EpochMs): EnqueueAnswer {
  const { id, dedup } = job
  if (data.jobs.get(id)) return { status: 'repeated', id }
  const holder = dedup && keyHolder(data, dedup.key, now)
  if (!holder) return { status: 'stored', id }
  if (dedup.mode !== 'debounce' || holder.record.state !== 'queued') {
    return { status: 'duplicate', id: holder.record.id }
  }
  replace(data, holder, job, now)
  return { status: 'replaced', id: holder.record.id }
}

function replace(data: MemoryData, holder: StoredJob, job: NewJob, now: EpochMs): void {
  moveTo(data, holder, 'queued', now, () => {
    holder.record.input = job.input
    if (job.options === undefined) delete holder.record.options
    else holder.record.options = frozen(job.options)
    holder.record.dueAt = dueTimeOf(job, now)
  })
  tell(data, 'replaced', holder, now)
}

function store(
  data: MemoryData,
  newJob: NewJob,
  standIns: ReadonlyMap<JobId, JobId>,
  now: EpochMs,
): void {
  const dependsOn = newJob.dependsOn?.map((dependency) => ({
    ...dependency,
    id: standIns.get(dependency.id) ?? dependency.id,
  }))
  const job = newStoredJob(newJob, dependsOn, now)
  data.jobs.add(job)
  if (job.dedup) data.keys.set(job.dedup.key, newJob.id)
  dependOn(data, job)
  job.record.state = 'cancelled' // Until it is known where it belongs, it waits nowhere.
  const cause = causeToCancel(data, job)
  if (cause === undefined) moveTo(data, job, mustWait(data, job) ? 'blocked' : 'queued', now)
  tell(data, 'enqueued', job, now)
  if (cause !== undefined) cancelFor(data, job, cause, now)
}
