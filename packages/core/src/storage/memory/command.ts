import { isFinal } from '../../job/state.js'
import type { EpochMs } from '../../time/clock.js'
import type { Command, CommandAnswer, JobId } from '../contract.js'
import { keyHolder } from './dedup.js'
import { forget, leaveLine, type MemoryData, queueUp } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

export function command(
  data: MemoryData,
  ids: readonly JobId[],
  order: Command,
): readonly CommandAnswer[] {
  const now = data.clock.now()
  return ids.map((id) => {
    const job = data.jobs.get(id)
    return job ? obey(data, job, order, now) : { status: 'not-found' }
  })
}

function obey(data: MemoryData, job: StoredJob, order: Command, now: EpochMs): CommandAnswer {
  switch (order.type) {
    case 'cancel':
      return cancel(data, job, order.reason, now)
    case 'retry':
      return retry(data, job, order.headStartMs, now)
    case 'reprioritise':
      return reprioritise(data, job, order, now)
    case 'promote':
      return promote(data, job, now)
    case 'delete':
      return remove(data, job)
  }
}

const done = (job: StoredJob): CommandAnswer => ({ status: 'done', state: job.record.state })

const refused = (job: StoredJob, holder?: JobId): CommandAnswer => ({
  status: 'refused',
  state: job.record.state,
  ...(holder !== undefined && { holder }),
})

function cancel(data: MemoryData, job: StoredJob, reason: string, now: EpochMs): CommandAnswer {
  const { record } = job
  if (isFinal(record.state)) return refused(job)
  if (record.state === 'running') {
    askToStop(data, job, reason)
    return { status: 'requested' }
  }
  leaveLine(data, job)
  record.state = 'cancelled'
  record.cancelReason = reason
  record.endedAt = now
  return done(job)
}

/** The first request stands: whoever holds the job may have been told of it already. */
function askToStop(data: MemoryData, { record, holder }: StoredJob, reason: string): void {
  if (record.cancelReason !== undefined) return
  record.cancelReason = reason
  const session = holder && data.sessions.get(holder.session)
  session?.cancels.push({ id: record.id, reason })
}

function retry(data: MemoryData, job: StoredJob, headStartMs: number, now: EpochMs): CommandAnswer {
  const { record, dedup } = job
  if (record.state !== 'failed' && record.state !== 'cancelled') return refused(job)
  const holder = dedup && keyHolder(data, dedup.key, now)
  if (holder !== undefined && holder !== record.id) return refused(job, holder)
  if (dedup) data.keys.set(dedup.key, record.id)
  for (const field of ['result', 'failure', 'progress', 'cancelReason', 'endedAt'] as const) {
    delete record[field]
  }
  record.attempt = 0
  record.dueAt = now
  job.headStartMs = headStartMs
  queueUp(data, job, now)
  return done(job)
}

function reprioritise(
  data: MemoryData,
  job: StoredJob,
  { priority, headStartMs }: Extract<Command, { type: 'reprioritise' }>,
  now: EpochMs,
): CommandAnswer {
  if (job.record.state !== 'queued') return refused(job)
  leaveLine(data, job)
  job.record.priority = priority
  job.headStartMs = headStartMs
  queueUp(data, job, now)
  return done(job)
}

function promote(data: MemoryData, job: StoredJob, now: EpochMs): CommandAnswer {
  if (job.record.state !== 'queued' || job.record.dueAt <= now) return refused(job)
  leaveLine(data, job)
  job.record.dueAt = now
  queueUp(data, job, now)
  return done(job)
}

function remove(data: MemoryData, job: StoredJob): CommandAnswer {
  if (job.record.state === 'running') return refused(job)
  forget(data, job)
  return { status: 'done', state: 'deleted' }
}
