import type { Command, CommandAnswer, JobId } from '@nightshift/core'
import { addressOf, idAt } from './address.js'
import { askToCancel } from './cancel.js'
import { retakeKey } from './dedup.js'
import { followUp, hasLiveDependents, mustWait } from './dependency.js'
import { reopen } from './ending.js'
import { tell } from './event.js'
import { extraOf } from './extra.js'
import { noteJoined, noteLeft } from './queue.js'
import { remove } from './remove.js'
import {
  BLOCKED,
  DELAYED,
  finalCode,
  isFinal,
  isQueued,
  type JobRow,
  RUNNING,
  stateOf,
  TIED,
  WAITING,
} from './rows.js'
import { markOccurrence } from './schedule/occurrence.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'

export function command(
  store: Store,
  ids: readonly JobId[],
  order: Command,
): readonly CommandAnswer[] {
  const answers = ids.map((id): CommandAnswer => {
    const { hi, lo } = addressOf(id)
    const row = store.sql.jobAt.get<JobRow>(hi, lo)
    return row && idAt(row) === id ? obey(store, row, order) : { status: 'not-found' }
  })
  if (controlOf(store).releasing) followUp(store)
  return answers
}

function obey(store: Store, row: JobRow, order: Command): CommandAnswer {
  switch (order.type) {
    case 'cancel':
      return askToCancel(store, row, order.reason)
    case 'retry':
      return retry(store, row, Math.round(order.headStartMs))
    case 'reprioritise':
      return reprioritise(store, row, order.priority, Math.round(order.headStartMs))
    case 'promote':
      return promote(store, row)
    case 'delete':
      return removeAsked(store, row)
  }
}

const doneIn = (state: number): CommandAnswer => ({ status: 'done', state: stateOf(state) })

const refused = ({ state }: JobRow, holder?: JobId): CommandAnswer => ({
  status: 'refused',
  state: stateOf(state),
  ...(holder !== undefined && { holder }),
})

function retry(store: Store, row: JobRow, headStartMs: number): CommandAnswer {
  if (row.state !== finalCode('failed') && row.state !== finalCode('cancelled')) return refused(row)
  const holder = retakeKey(store, row)
  if (holder !== undefined) return refused(row, holder)
  const { now } = store.step
  const state = mustWait(store, row) ? BLOCKED : WAITING
  reopen(store, row, state, { due: now, key: now - headStartMs })
  return doneIn(state)
}

function reprioritise(
  store: Store,
  row: JobRow,
  priority: number,
  headStartMs: number,
): CommandAnswer {
  const { due, hi, lo } = row
  if (!isQueued(row.state) && row.state !== BLOCKED) return refused(row)
  const queued = due <= store.step.now ? WAITING : DELAYED
  const state = row.state === BLOCKED ? BLOCKED : queued
  noteLeft(store, row)
  store.sql.moveJob.run(state, priority, due, due - headStartMs, hi, lo)
  noteJoined(store, row, state)
  tell(store, 'reprioritised', row)
  return doneIn(state)
}

function promote(store: Store, row: JobRow): CommandAnswer {
  const { now } = store.step
  if (!isQueued(row.state) || row.due <= now) return refused(row)
  const headStartMs = row.due - row.key
  noteLeft(store, row)
  store.sql.moveJob.run(WAITING, row.priority, now, now - headStartMs, row.hi, row.lo)
  noteJoined(store, row, WAITING)
  tell(store, 'promoted', row)
  return doneIn(WAITING)
}

function removeAsked(store: Store, row: JobRow): CommandAnswer {
  if (row.state === RUNNING || hasLiveDependents(store, row)) return refused(row)
  if (!isFinal(row.state)) noteLeft(store, row)
  remove(store, row)
  tell(store, 'deleted', row)
  // Otherwise its schedule would wait for it for ever.
  const isWaitedFor = !isFinal(row.state) && row.flags & TIED
  if (isWaitedFor) markOccurrence(store, idAt(row), extraOf(row), 'cancelled')
  return { status: 'done', state: 'deleted' }
}
