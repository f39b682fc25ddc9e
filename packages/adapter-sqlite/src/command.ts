import type { Command, CommandAnswer, EpochMs, JobId } from '@nightshift/core'
import { addressOf, idAt } from './address.js'
import { releaseKey, retakeKey } from './dedup.js'
import {
  CANCEL_ASKED,
  DELAYED,
  finalCode,
  type JobRow,
  RESULT_APART,
  RUNNING,
  stateOf,
  WAITING,
} from './rows.js'
import type { Store } from './store.js'

export function command(
  store: Store,
  ids: readonly JobId[],
  order: Command,
  now: EpochMs,
): readonly CommandAnswer[] {
  return ids.map((id) => {
    const { hi, lo } = addressOf(id)
    const row = store.sql.jobAt.get<JobRow>(hi, lo)
    return row && idAt(row) === id ? obey(store, row, order, now) : { status: 'not-found' }
  })
}

function obey(store: Store, row: JobRow, order: Command, now: EpochMs): CommandAnswer {
  switch (order.type) {
    case 'cancel':
      return cancel(store, row, order.reason, now)
    case 'retry':
      return retry(store, row, now, now - Math.round(order.headStartMs))
    case 'reprioritise':
      return reprioritise(store, row, order.priority, Math.round(order.headStartMs))
    case 'promote':
      return promote(store, row, now)
    case 'delete':
      return remove(store, row)
  }
}

const QUEUED: CommandAnswer = { status: 'done', state: 'queued' }

const refused = ({ state }: JobRow): CommandAnswer => ({ status: 'refused', state: stateOf(state) })

const isQueued = ({ state }: JobRow): boolean => state === WAITING || state === DELAYED

function cancel(store: Store, row: JobRow, reason: string, now: EpochMs): CommandAnswer {
  if (row.state === RUNNING) {
    // The first request stands: whoever holds the job may have been told of it already.
    if (!(row.flags & CANCEL_ASKED)) askToStop(store, row, reason)
    return { status: 'requested' }
  }
  if (!isQueued(row)) return refused(row)
  store.sql.cancelQueued.run(now, reason, row.hi, row.lo)
  releaseKey(store, row)
  return { status: 'done', state: 'cancelled' }
}

function askToStop({ sql }: Store, row: JobRow, reason: string): void {
  const asked = sql.askCancel.get<{ session: number }>(reason, row.hi, row.lo)
  if (asked) sql.signal.run(idAt(row), asked.session)
}

function retry(store: Store, row: JobRow, now: EpochMs, key: number): CommandAnswer {
  if (row.state !== finalCode('failed') && row.state !== finalCode('cancelled')) return refused(row)
  const holder = retakeKey(store, row, now)
  if (holder !== undefined) return { ...refused(row), holder } as CommandAnswer
  const { sql } = store
  const { hi, lo, flags } = row
  keepLastAttempt(store, row)
  sql.clearProgress.run(hi, lo)
  if (flags & RESULT_APART) sql.clearBodyResult.run(hi, lo)
  sql.retryJob.run(now, key, flags & ~(CANCEL_ASKED | RESULT_APART), hi, lo)
  return QUEUED
}

/** It stood in the job's row, where the next execution will end. */
function keepLastAttempt({ sql }: Store, row: JobRow): void {
  const { hi, lo, executions, outcome, worker, started, ended, failure } = row
  if (outcome === null) return
  sql.addAttempt.run(hi, lo, executions, outcome, worker, started, ended, failure)
}

function reprioritise(
  store: Store,
  row: JobRow,
  priority: number,
  headStartMs: number,
): CommandAnswer {
  if (!isQueued(row)) return refused(row)
  const { state, due, hi, lo } = row
  store.sql.moveJob.run(state, priority, due, due - headStartMs, hi, lo)
  return QUEUED
}

function promote(store: Store, row: JobRow, now: EpochMs): CommandAnswer {
  if (!isQueued(row) || row.due <= now) return refused(row)
  const headStartMs = row.due - row.key
  store.sql.moveJob.run(WAITING, row.priority, now, now - headStartMs, row.hi, row.lo)
  return QUEUED
}

function remove({ sql }: Store, row: JobRow): CommandAnswer {
  if (row.state === RUNNING) return refused(row)
  const { hi, lo, dedup } = row
  if (dedup !== null) sql.removeDedup.run(dedup, hi, lo)
  for (const part of [
    sql.deleteBody,
    sql.deleteAttempts,
    sql.deleteReport,
    sql.deleteLogs,
    sql.deleteJob,
  ]) {
    part.run(hi, lo)
  }
  return { status: 'done', state: 'deleted' }
}
