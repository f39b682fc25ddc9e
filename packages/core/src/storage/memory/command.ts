import { isFinal } from '../../job/state.js'
import type { EpochMs } from '../../time/clock.js'
import type { Command, CommandAnswer, JobId } from '../contract.js'
import { askToCancel } from './cancel.js'
import { keyHolder } from './dedup.js'
import { followUp, hasLiveDependents, mustWait } from './dependencies.js'
import { reopen } from './ending.js'
import { forget, type MemoryData, moveTo, tell } from './memory-data.js'
import { markOccurrence } from './schedules.js'
import type { StoredJob } from './stored-job.js'

export function command(
  data: MemoryData,
  ids: readonly JobId[],
  order: Command,
): readonly CommandAnswer[] {
  const now = data.clock.now()
  const answers = ids.map((id): CommandAnswer => {
    const job = data.jobs.get(id)
    return job ? obey(data, job, order, now) : { status: 'not-found' }
  })
  followUp(data, now)
  return answers
}

function obey(data: MemoryData, job: StoredJob, order: Command, now: EpochMs): CommandAnswer {
  switch (order.type) {
    case 'cancel':
      return askToCancel(data, job, order.reason, now)
    case 'retry':
      return retry(data, job, order.headStartMs, now)
    case 'reprioritise':
      return reprioritise(data, job, order, now)
    case 'promote':
      return promote(data, job, now)
    case 'delete':
      return remove(data, job, now)
  }
}

const done = (job: StoredJob): CommandAnswer => ({ status: 'done', state: job.record.state })

const refused = (job: StoredJob, holder?: JobId): CommandAnswer => ({
  status: 'refused',
  state: job.record.state,
  ...(holder !== undefined && { holder }),
})

function retry(data: MemoryData, job: StoredJob, headStartMs: number, now: EpochMs): CommandAnswer {
  const { record, dedup } = job
  if (record.state !== 'failed' && record.state !== 'cancelled') return refused(job)
  const holder = dedup && keyHolder(data, dedup.key, now)
  if (holder && holder !== job) return refused(job, holder.record.id)
  if (dedup) data.keys.set(dedup.key, record.id)
  job.headStartMs = headStartMs
  record.dueAt = now
  reopen(data, job, mustWait(data, job) ? 'blocked' : 'queued', now)
  return done(job)
}

function reprioritise(
  data: MemoryData,
  job: StoredJob,
  { priority, headStartMs }: Extract<Command, { type: 'reprioritise' }>,
  now: EpochMs,
): CommandAnswer {
  const { state } = job.record
  if (state !== 'queued' && state !== 'blocked') return refused(job)
  moveTo(data, job, state, now, () => {
    job.record.priority = priority
    job.headStartMs = headStartMs
  })
  tell(data, 'reprioritised', job, now)
  return done(job)
}

function promote(data: MemoryData, job: StoredJob, now: EpochMs): CommandAnswer {
  if (job.record.state !== 'queued' || job.record.dueAt <= now) return refused(job)
  moveTo(data, job, 'queued', now, () => {
    job.record.dueAt = now
  })
  tell(data, 'promoted', job, now)
  return done(job)
}

function remove(data: MemoryData, job: StoredJob, now: EpochMs): CommandAnswer {
  const { record } = job
  if (record.state === 'running' || hasLiveDependents(data, job)) return refused(job)
  forget(data, job)
  tell(data, 'deleted', job, now)
  // Otherwise its schedule would wait for it for ever.
  if (!isFinal(record.state)) markOccurrence(data, record, 'cancelled', now)
  return { status: 'done', state: 'deleted' }
}
