import type { EpochMs } from '../../time/clock.js'
import type { EnqueueAnswer, NewJob, UnitReply } from '../contract.js'
import { keyHolder } from './dedup.js'
import { forget, type MemoryData, queueUp } from './memory-data.js'
import { newStoredJob, type StoredJob } from './stored-job.js'

export function enqueue(
  data: MemoryData,
  units: readonly (readonly NewJob[])[],
): readonly UnitReply[] {
  const now = data.clock.now()
  return units.map((unit) => storeUnit(data, unit, now))
}

function storeUnit(data: MemoryData, unit: readonly NewJob[], now: EpochMs): UnitReply {
  const stored: StoredJob[] = []
  const answers: EnqueueAnswer[] = []
  for (const job of unit) {
    if (data.jobs.isTaken(job.id)) {
      for (const part of stored) forget(data, part)
      return { status: 'id-taken', id: job.id }
    }
    const refusal = reasonNotToStore(data, job, now)
    if (!refusal) stored.push(store(data, job, now))
    answers.push(refusal ?? { status: 'stored', id: job.id })
  }
  return { status: 'accepted', jobs: answers }
}

function reasonNotToStore(data: MemoryData, job: NewJob, now: EpochMs): EnqueueAnswer | undefined {
  if (data.jobs.get(job.id)) return { status: 'repeated', id: job.id }
  const holder = job.dedup && keyHolder(data, job.dedup.key, now)
  return holder === undefined ? undefined : { status: 'duplicate', id: holder }
}

function store(data: MemoryData, newJob: NewJob, now: EpochMs): StoredJob {
  const job = newStoredJob(newJob, now)
  data.jobs.add(job)
  if (job.dedup) data.keys.set(job.dedup.key, newJob.id)
  queueUp(data, job, now)
  return job
}
