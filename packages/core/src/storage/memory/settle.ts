import type { EpochMs } from '../../time/clock.js'
import type { AttemptRecord, NextState, Report, SettleAnswer, Settlement } from '../contract.js'
import { type MemoryData, queueUp } from './memory-data.js'
import type { Session } from './session.js'
import { note, type StoredJob } from './stored-job.js'

/** Ends an execution, if it is still the session's to end. */
export function settle(
  data: MemoryData,
  session: Session,
  settlement: Settlement,
  now: EpochMs,
): SettleAnswer {
  const job = heldJob(session, settlement)
  if (!job) return { status: 'lease-lost' }
  note(job, settlement)
  keepAttempt(job, settlement, now)
  release(session, job)
  move(data, job, afterCancel(job, settlement.next), now)
  return { status: 'settled', state: job.record.state }
}

export function report(session: Session, message: Report): void {
  const job = heldJob(session, message)
  if (job) note(job, message)
}

/** The fence: the session must hold the job under this very claim. */
function heldJob(
  session: Session,
  { id, token }: Pick<Settlement, 'id' | 'token'>,
): StoredJob | undefined {
  const job = session.held.get(id)
  return job?.holder?.token === token ? job : undefined
}

function keepAttempt(job: StoredJob, { outcome, failure }: Settlement, now: EpochMs): void {
  const { record } = job
  const attempt: AttemptRecord = {
    execution: job.attempts.length + 1,
    outcome,
    worker: record.worker as string,
    startedAt: record.startedAt as EpochMs,
    endedAt: now,
    ...(failure !== undefined && { failure }),
  }
  job.attempts.push(attempt)
  if (failure !== undefined) record.failure = failure
  // Only when it is there: an object that ever lost a field is slower from then on.
  else if (record.failure !== undefined) delete record.failure
}

function release(session: Session, job: StoredJob): void {
  session.held.delete(job.record.id)
  job.holder = undefined
}

const afterCancel = (job: StoredJob, next: NextState): NextState =>
  job.record.cancelReason === undefined || next.state === 'completed'
    ? next
    : { state: 'cancelled' }

function move(data: MemoryData, job: StoredJob, next: NextState, now: EpochMs): void {
  const { record } = job
  if (next.state === 'queued') {
    record.attempt = next.attempt
    if (next.delayMs !== undefined) {
      record.dueAt = now + next.delayMs
      job.headStartMs = next.headStartMs
    }
    queueUp(data, job, now)
    return
  }
  record.state = next.state
  record.endedAt = now
  if (next.state === 'completed' && next.result !== undefined) record.result = next.result
}
