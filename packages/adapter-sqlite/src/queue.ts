import type { EpochMs, QueueRecord } from '@nightshift/core'
import { type JobRow, WAITING } from './rows.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'

interface QueueSettings {
  readonly maxLength: number | null
  readonly length: number
}

interface Count {
  readonly n: number
}

/** Up to so many waiting jobs are looked through for the one that has been due longest. */
const SEARCHED_AT_MOST = 10_000

type Place = Pick<JobRow, 'queue' | 'lane'>

/** A job has become queued (`state` is its code) or blocked. */
export function noteJoined(store: Store, place: Place, state: number): void {
  const { step } = store
  lengthen(store, place.queue, 1)
  if (state > 0) step.hints.add('work')
  if (state === WAITING && place.lane !== place.queue) step.lanes.add(place.lane)
}

/** A queued or blocked job has left otherwise than by a claim. */
export function noteLeft(store: Store, place: Place): void {
  lengthen(store, place.queue, -1)
  // Also of the plain lane: an empty one forgets its tag.
  store.step.lanes.add(place.lane)
}

/** Lengths are counted only once some queue has a maximum. */
export function lengthen(store: Store, queue: number, by: number): void {
  const { lengths } = store.step
  if (controlOf(store).bounded) lengths.set(queue, (lengths.get(queue) ?? 0) + by)
}

export function writeLengths({ sql, step }: Store): void {
  for (const [queue, by] of step.lengths) if (by !== 0) sql.lengthen.run(by, queue)
  step.lengths.clear()
}

/** The maximum and how many more jobs fit, for queues that have one. */
export function roomIn(
  store: Store,
  queue: number,
): { readonly maxLength: number; readonly free: number } | undefined {
  if (!controlOf(store).bounded) return undefined
  const settings = store.sql.queueAt.get<QueueSettings>(queue)
  if (!settings || settings.maxLength === null) return undefined
  const length = settings.length + (store.step.lengths.get(queue) ?? 0)
  return { maxLength: settings.maxLength, free: settings.maxLength - length }
}

export function defineQueue(store: Store, name: string, maxLength: number | undefined): void {
  const id = store.names.queueIdOf(name)
  store.sql.boundQueue.run(maxLength ?? null, maxLength === undefined ? 0 : lengthOf(store, id), id)
  store.sql.noteBounded.run()
}

function lengthOf({ sql }: Store, queue: number): number {
  return [sql.countWaiting, sql.countDelayed, sql.countBlocked].reduce(
    (sum, statement) => sum + (statement.get<Count>(queue)?.n ?? 0),
    0,
  )
}

export function pauseQueue(store: Store, name: string, change: 'pause' | 'resume'): void {
  const { sql, names, step } = store
  sql.pauseQueue.run(change === 'pause' ? 1 : 0, names.queueIdOf(name))
  step.hints.add(change === 'pause' ? 'signals' : 'work')
}

interface QueueRow {
  readonly id: number
  readonly name: string
  readonly paused: number
  readonly maxLength: number | null
}

export const queues = (store: Store, now: EpochMs): readonly QueueRecord[] =>
  store.sql.allQueues.all<QueueRow>().map(({ id, name, paused, maxLength }) => {
    const { due, oldestDueAt } = dueIn(store, id, now)
    return {
      name,
      paused: paused === 1,
      ...(maxLength !== null && { maxLength }),
      due,
      ...(oldestDueAt !== undefined && { oldestDueAt }),
    }
  })

function dueIn(
  { sql }: Store,
  queue: number,
  now: EpochMs,
): { readonly due: number; readonly oldestDueAt?: EpochMs } {
  const waiting = sql.waitingDues.all<{ due: EpochMs }>(queue, SEARCHED_AT_MOST)
  const waitingCount =
    waiting.length < SEARCHED_AT_MOST
      ? waiting.length
      : (sql.countWaiting.get<Count>(queue)?.n ?? 0)
  const delayed = sql.countDueDelayed.get<Count>(queue, now)?.n ?? 0
  const dues = waiting.map(({ due }) => due)
  if (delayed > 0) dues.push(sql.nextDelayed.get<{ due: EpochMs }>(queue)?.due ?? now)
  const oldest = dues.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  return { due: waitingCount + delayed, ...(dues.length > 0 && { oldestDueAt: oldest }) }
}
