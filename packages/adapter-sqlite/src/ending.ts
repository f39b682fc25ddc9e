import type { FinalState, JobId } from '@nightshift/core'
import { idAt } from './address.js'
import { releaseKey } from './dedup.js'
import { tell } from './event.js'
import { extraOf } from './extra.js'
import { noteJoined, noteLeft } from './queue.js'
import {
  CANCEL_ASKED,
  finalCode,
  HAS_DEPENDENTS,
  type JobRow,
  RESULT_APART,
  SUSPECT,
  TIED,
} from './rows.js'
import { markOccurrence } from './schedule/occurrence.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'

/** What follows from a job's end: its key, its occurrence and its dependents learn of it. */
export function noteEnded(store: Store, row: JobRow, state: FinalState): void {
  releaseKey(store, row)
  tell(store, state, row)
  if (row.flags & TIED) markOccurrence(store, idAt(row), extraOf(row), state)
  mark(store, row)
}

/** Cancels a job that was queued or blocked. */
export function endWaiting(
  store: Store,
  row: JobRow,
  cause: { readonly reason?: string; readonly cancelledBy?: JobId },
): void {
  const { hi, lo } = row
  noteLeft(store, row)
  const { reason = null, cancelledBy = null } = cause
  store.sql.endWaiting.run(finalCode('cancelled'), store.step.now, reason, cancelledBy, hi, lo)
  noteEnded(store, row, 'cancelled')
}

/** Makes an ended job live again, as if new but for its trail. It must hold its key by then. */
export function reopen(
  store: Store,
  row: JobRow,
  state: number,
  { due, key }: Pick<JobRow, 'due' | 'key'>,
): void {
  const { sql } = store
  const { hi, lo, flags } = row
  keepLastAttempt(store, row)
  if (row.token > 0) sql.clearProgress.run(hi, lo)
  if (flags & RESULT_APART) sql.clearBodyResult.run(hi, lo)
  sql.reopenJob.run(state, due, key, flags & ~(CANCEL_ASKED | RESULT_APART | SUSPECT), hi, lo)
  noteJoined(store, row, state)
  tell(store, 'retried', row)
  if (flags & TIED) markOccurrence(store, idAt(row), extraOf(row), 'enqueued')
  mark(store, row)
}

/** It stood in the job's row, where the next execution will end. */
function keepLastAttempt({ sql }: Store, row: JobRow): void {
  const { hi, lo, executions, outcome, worker, started, ended, failure } = row
  if (outcome === null) return
  sql.addAttempt.run(hi, lo, executions, outcome, worker, started, ended, failure)
}

/** Leaves word for the dependents: `followUp` goes on with them. */
function mark(store: Store, { hi, lo, flags }: JobRow): void {
  if (!(flags & HAS_DEPENDENTS)) return
  const { sql, step } = store
  sql.unmark.run(hi, lo)
  sql.mark.run(hi, lo)
  step.control = { ...controlOf(store), releasing: 1 }
}
