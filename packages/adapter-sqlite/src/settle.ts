import type {
  FinalState,
  JobState,
  NextState,
  Outcome,
  SettleAnswer,
  Settlement,
} from '@nightshift/core'
import { type Address, addressOf, headAt, headOf } from './address.js'
import { noteEnded } from './ending.js'
import { isObserved, tell } from './event.js'
import { extraOf } from './extra.js'
import type { Holder } from './holder.js'
import { reserveOf, writeReserve } from './limits/reserve.js'
import { free } from './limits/room.js'
import { noteJoined } from './queue.js'
import { note } from './report.js'
import {
  CANCEL_ASKED,
  DELAYED,
  finalCode,
  isLarge,
  type JobRow,
  outcomeCode,
  RESERVES,
  RESULT_APART,
  SPECIAL,
  SUSPECT,
  TIED,
  WAITING,
} from './rows.js'
import type { Store } from './store.js'
import { countExecution } from './tally.js'

/** Ends an execution, if it is still the session's to end. */
export function settle(store: Store, holder: Holder, settlement: Settlement): SettleAnswer {
  const address = addressOf(settlement.id)
  const state =
    finishPlain(store, holder, address, settlement) ??
    settleSpecial(store, holder, address, settlement)
  if (state === undefined) return { status: 'lease-lost' }
  if (settlement.outcome !== undefined) {
    note(store, address, settlement)
    count(store, holder, address, settlement.outcome)
  }
  holder.held.delete(headOf(settlement.id))
  return { status: 'settled', state }
}

/** By what is remembered of the claim, or else by the row. */
function count(store: Store, holder: Holder, { hi, lo }: Address, outcome: Outcome): void {
  const { held, tally, now } = holder
  const facts = held.get(headAt(hi, lo)) ?? factsOf(store.sql.jobAt.get<JobRow>(hi, lo) as JobRow)
  countExecution(tally, facts.kind, outcomeCode(outcome), facts.started, now)
}

const factsOf = ({ kind, started }: JobRow) => ({ kind, started: started ?? 0 })

/** Most jobs: one guarded update, which finds nothing when anything is special about the job. */
function finishPlain(
  store: Store,
  holder: Holder,
  address: Address,
  settlement: Settlement,
): FinalState | undefined {
  const { next, outcome } = settlement
  // Whoever listens is told of the job's name, which stands in its row.
  if (next.state === 'queued' || outcome === undefined || isObserved(store)) return undefined
  const limits = holder.held.get(headAt(address.hi, address.lo))?.limits
  const special = limits ? (SPECIAL & ~TIED) | RESERVES : SPECIAL
  if (!finish(store, holder, address, settlement, outcome, next, special)) return undefined
  if (limits) free(store, { ...address, flags: 0, extra: null }, limits, outcome)
  return next.state
}

function settleSpecial(
  store: Store,
  holder: Holder,
  address: Address,
  settlement: Settlement,
): JobState | undefined {
  const { hi, lo, tail } = address
  const row = store.sql.heldJob.get<JobRow>(hi, lo, tail, holder.session, settlement.token)
  if (!row) return undefined
  const { limits } = extraOf(row)
  if (limits) free(store, row, limits, settlement.outcome)
  const next = afterCancel(row, settlement.next)
  if (next.state === 'queued') {
    requeue(store, holder, row, settlement, next)
    return next.state
  }
  if (settlement.outcome === undefined) finishUntouched(store, holder, row, next)
  else finish(store, holder, address, settlement, settlement.outcome, next, 0)
  noteEnded(store, row, next.state)
  return next.state
}

const afterCancel = ({ flags }: JobRow, next: NextState): NextState =>
  flags & CANCEL_ASKED && next.state !== 'completed' ? { state: 'cancelled' } : next

type Queued = Extract<NextState, { readonly state: 'queued' }>
type Final = Exclude<NextState, Queued>

/** The last execution stays in the job's own row. Answers whether the job was there to finish. */
function finish(
  { sql }: Store,
  { session, now }: Holder,
  { hi, lo, tail }: Address,
  { token, failure }: Settlement,
  outcome: Outcome,
  next: Final,
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
    endsSuspicion(outcome) ? ~SUSPECT : ~0,
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

const endsSuspicion = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && outcome !== 'lost' && outcome !== 'interrupted'

/** The execution never began: nothing is kept of it. */
function finishUntouched({ sql }: Store, { now }: Holder, { hi, lo }: JobRow, next: Final): void {
  const result = next.state === 'completed' ? next.result : undefined
  const apart = result !== undefined && isLarge(result)
  const inline = apart ? null : (result ?? null)
  sql.finishUntouched.run(finalCode(next.state), now, inline, apart ? RESULT_APART : 0, hi, lo)
  if (apart) sql.putBody.run(hi, lo, null, result)
}

function requeue(
  store: Store,
  { now }: Holder,
  row: JobRow,
  { outcome, failure }: Settlement,
  next: Queued,
): void {
  const { sql } = store
  const { hi, lo, executions, worker, started, flags } = row
  const kept = outcome === undefined ? row.failure : (failure ?? null)
  if (outcome !== undefined) {
    sql.addAttempt.run(hi, lo, executions, outcomeCode(outcome), worker, started, now, kept)
  }
  const { due, key } = placeFor(row, next, now)
  const state = due <= now ? WAITING : DELAYED
  sql.requeueJob.run(
    state,
    next.attempt,
    next.crashes ?? row.crashes,
    outcome === undefined ? executions - 1 : executions,
    due,
    key,
    kept,
    endsSuspicion(outcome) ? flags & ~SUSPECT : flags,
    hi,
    lo,
  )
  if (next.exempt) {
    const fresh = sql.jobAt.get<JobRow>(hi, lo) as JobRow
    writeReserve(store, fresh, { ...reserveOf(store, fresh), exempt: next.exempt })
  }
  noteJoined(store, row, state)
  tell(store, RETURNS[outcome ?? 'interrupted'] ?? 'returned', row)
}

/** What a return to the queue is called; others are `returned`. */
const RETURNS: Partial<Record<Outcome, string>> = {
  failed: 'retrying',
  'timed-out': 'retrying',
  snoozed: 'snoozed',
  lost: 'lost',
}

function placeFor(
  { due, key }: JobRow,
  { delayMs, headStartMs }: Queued,
  now: number,
): Pick<JobRow, 'due' | 'key'> {
  if (delayMs === undefined) return { due, key }
  const dueAt = now + Math.ceil(delayMs)
  return { due: dueAt, key: dueAt - Math.round(headStartMs) }
}
