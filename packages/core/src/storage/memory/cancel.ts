import { isFinal } from '../../job/state.js'
import type { EpochMs } from '../../time/clock.js'
import type { CommandAnswer } from '../contract.js'
import { end } from './ending.js'
import type { MemoryData } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

/** Cancels what waits; of what runs it is asked. */
export function askToCancel(
  data: MemoryData,
  job: StoredJob,
  reason: string,
  now: EpochMs,
): CommandAnswer {
  const { record } = job
  if (isFinal(record.state)) return { status: 'refused', state: record.state }
  if (record.state === 'running') {
    askToStop(data, job, reason)
    return { status: 'requested' }
  }
  record.cancelReason = reason
  end(data, job, 'cancelled', now)
  return { status: 'done', state: 'cancelled' }
}

/** The first request stands: whoever holds the job may have been told of it already. */
function askToStop(data: MemoryData, { record, holder }: StoredJob, reason: string): void {
  if (record.cancelReason !== undefined) return
  record.cancelReason = reason
  const session = holder && data.sessions.get(holder.session)
  session?.cancels.push({ id: record.id, reason })
  data.hints.add('signals')
}
