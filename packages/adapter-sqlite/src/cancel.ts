import type { CommandAnswer } from '@nightshift/core'
import { idAt } from './address.js'
import { endWaiting } from './ending.js'
import { CANCEL_ASKED, isFinal, type JobRow, RUNNING, stateOf } from './rows.js'
import type { Store } from './store.js'

/** Cancels what waits; of what runs it is asked. */
export function askToCancel(store: Store, row: JobRow, reason: string): CommandAnswer {
  if (isFinal(row.state)) return { status: 'refused', state: stateOf(row.state) }
  if (row.state === RUNNING) {
    // The first request stands: whoever holds the job may have been told of it already.
    if (!(row.flags & CANCEL_ASKED)) askToStop(store, row, reason)
    return { status: 'requested' }
  }
  endWaiting(store, row, { reason })
  return { status: 'done', state: 'cancelled' }
}

function askToStop({ sql, step }: Store, row: JobRow, reason: string): void {
  const asked = sql.askCancel.get<{ session: number }>(reason, row.hi, row.lo)
  if (asked) sql.signal.run(idAt(row), asked.session)
  step.hints.add('signals')
}
