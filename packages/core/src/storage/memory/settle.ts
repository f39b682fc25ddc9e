import type { EpochMs } from '../../time/clock.js'
import type { AttemptRecord, NextState, Report, SettleAnswer, Settlement } from '../contract.js'
import { end } from './ending.js'
import { free } from './limits.js'
import { type MemoryData, moveTo, tell } from './memory-data.js'
import { heldJob, type Session } from './session.js'
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
  if (settlement.outcome !== undefined) keepAttempt(data, job, settlement, now)
  session.held.delete(job.record.id)
  job.holder = undefined
  free(data, job, settlement.outcome)
  const next = afterCancel(job, settlement.next)
  if (next.state === 'queued') sendBack(data, job, settlement, next, now)
  else finish(data, job, next, now)
  return { status: 'settled', state: job.record.state }
}

export function report(data: MemoryData, session: Session, message: Report, now: EpochMs): void {
  const job = heldJob(session, message)
  if (!job) return
  note(job, message)
  if (message.progress !== undefined) tell(data, 'progress', job, now, message.progress)
}

function keepAttempt(data: MemoryData, job: StoredJob, settlement: Settlement, now: EpochMs): void {
  const { record } = job
  const { outcome, failure } = settlement
  note(job, settlement)
  const attempt: AttemptRecord = {
    execution: job.attempts.length + 1,
    outcome: outcome as AttemptRecord['outcome'],
    worker: record.worker as string,
    startedAt: record.startedAt as EpochMs,
    endedAt: now,
    ...(failure !== undefined && { failure }),
  }
  job.attempts.push(attempt)
  data.history.add(record, attempt)
  if (outcome !== 'lost' && outcome !== 'interrupted') record.suspect = false
  if (failure !== undefined) record.failure = failure
  // Only when it is there: an object that ever lost a field is slower from then on.
  else if (record.failure !== undefined) delete record.failure
}

const afterCancel = (job: StoredJob, next: NextState): NextState =>
  job.record.cancelReason === undefined || next.state === 'completed'
    ? next
    : { state: 'cancelled' }

type Queued = Extract<NextState, { readonly state: 'queued' }>

function sendBack(
  data: MemoryData,
  job: StoredJob,
  { outcome }: Settlement,
  next: Queued,
  now: EpochMs,
): void {
  const { record } = job
  record.attempt = next.attempt
  if (next.crashes !== undefined) record.crashes = next.crashes
  if (next.delayMs !== undefined) {
    record.dueAt = now + next.delayMs
    job.headStartMs = next.headStartMs
  }
  job.exempt = next.exempt && [...next.exempt]
  moveTo(data, job, 'queued', now)
  tell(data, RETURNS[outcome ?? 'interrupted'] ?? 'returned', job, now)
}

/** What a return to the queue is called; others are `returned`. */
const RETURNS: Partial<Record<AttemptRecord['outcome'], string>> = {
  failed: 'retrying',
  'timed-out': 'retrying',
  snoozed: 'snoozed',
  lost: 'lost',
}

function finish(
  data: MemoryData,
  job: StoredJob,
  next: Exclude<NextState, Queued>,
  now: EpochMs,
): void {
  if (next.state === 'completed' && next.result !== undefined) job.record.result = next.result
  end(data, job, next.state, now)
}
