import type { FinalState, JobState, NextState, SettleAnswer, Settlement } from '@nightshift/core'
import { type Address, addressOf, headOf } from './address.js'
import { releaseKey } from './dedup.js'
import type { Holder } from './holder.js'
import { note } from './report.js'
import {
  CANCEL_ASKED,
  DELAYED,
  finalCode,
  HAS_DEDUP,
  isLarge,
  type JobRow,
  outcomeCode,
  RESULT_APART,
  WAITING,
} from './rows.js'
import type { Store } from './store.js'

/** Ends an execution, if it is still the session's to end. */
export function settle(store: Store, holder: Holder, settlement: Settlement): SettleAnswer {
  const address = addressOf(settlement.id)
  const state =
    finishPlain(store, holder, address, settlement) ??
    settleSpecial(store, holder, address, settlement)
  if (state === undefined) return { status: 'lease-lost' }
  note(store, address, settlement)
  holder.held.delete(headOf(settlement.id))
  return { status: 'settled', state }
}

/** Most jobs: one guarded update, which finds nothing when anything is special about the job. */
function finishPlain(
  store: Store,
  holder: Holder,
  address: Address,
  settlement: Settlement,
): FinalState | undefined {
  const { next } = settlement
  if (next.state === 'queued') return undefined
  return finish(store, holder, address, settlement, next, CANCEL_ASKED | HAS_DEDUP)
    ? next.state
    : undefined
}

function settleSpecial(
  store: Store,
  holder: Holder,
  address: Address,
  settlement: Settlement,
): JobState | undefined {
  const { hi, lo, tail } = address
  const { session } = holder
  const row = store.sql.heldJob.get<JobRow>(hi, lo, tail, session, settlement.token)
  if (!row) return undefined
  const next = afterCancel(row, settlement.next)
  if (next.state === 'queued') {
    requeue(store, holder, row, settlement, next)
  } else {
    finish(store, holder, address, settlement, next, 0)
    releaseKey(store, row)
  }
  return next.state
}

const afterCancel = ({ flags }: JobRow, next: NextState): NextState =>
  flags & CANCEL_ASKED && next.state !== 'completed' ? { state: 'cancelled' } : next

/** The last execution stays in the job's own row. Answers whether the job was there to finish. */
function finish(
  { sql }: Store,
  { session, now }: Holder,
  { hi, lo, tail }: Address,
  { token, outcome, failure }: Settlement,
  next: Exclude<NextState, { state: 'queued' }>,
  unlessFlags: number,
): boolean {
  const result = next.state === 'completed' ? next.result : undefined
  const apart = result !== undefined && isLarge(result)
  const { changes } = sql.finishJob.run(
    finalCode(next.state),
    outcomeCode(outcome),
    now,
    apart ? null : (result ?? null),
    failure ?? null,
    apart ? RESULT_APART : 0,
    hi,
    lo,
    tail,
    session,
    token,
    unlessFlags,
  )
  if (changes > 0 && apart) sql.putBody.run(hi, lo, null, result)
  return changes > 0
}

function requeue(
  { sql }: Store,
  { now }: Holder,
  row: JobRow,
  { outcome, failure }: Settlement,
  next: Extract<NextState, { state: 'queued' }>,
): void {
  const { hi, lo, executions, worker, started } = row
  sql.addAttempt.run(
    hi,
    lo,
    executions,
    outcomeCode(outcome),
    worker,
    started,
    now,
    failure ?? null,
  )
  const { due, key } = placeFor(row, next, now)
  sql.requeueJob.run(
    due <= now ? WAITING : DELAYED,
    next.attempt,
    due,
    key,
    failure ?? null,
    hi,
    lo,
  )
}

function placeFor(
  { due, key }: JobRow,
  { delayMs, headStartMs }: Extract<NextState, { state: 'queued' }>,
  now: number,
): Pick<JobRow, 'due' | 'key'> {
  if (delayMs === undefined) return { due, key }
  const dueAt = now + Math.ceil(delayMs)
  return { due: dueAt, key: dueAt - Math.round(headStartMs) }
}
