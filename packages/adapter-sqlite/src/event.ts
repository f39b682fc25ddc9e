import {
  type EpochMs,
  EVENT_WINDOW_MS,
  type EventPage,
  type JobId,
  type StoredEvent,
} from '@nightshift/core'
import { idAt } from './address.js'
import { extraOf } from './extra.js'
import type { DueRow } from './rows.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'

export interface News {
  readonly type: string
  readonly job?: { readonly id: JobId; readonly kind: number }
  readonly tenant?: string | undefined
  readonly data?: string | undefined
}

interface EventRow {
  readonly sequence: number
  readonly at: EpochMs
  readonly type: string
  readonly job: string | null
  readonly name: string | null
  readonly queue: string | null
  readonly tenant: string | null
  readonly data: string | null
}

/** Stale events removed for each new one. */
const SWEPT_FOR_EACH = 2

export const isObserved = (store: Store): boolean => store.step.now < controlOf(store).observed

type Subject = Pick<DueRow, 'hi' | 'lo' | 'tail' | 'kind' | 'extra'>

/** Says what happened to the job, if somebody listens. */
export function tell(store: Store, type: string, job: Subject, data?: string): void {
  if (!isObserved(store)) return
  tellOf(store, type, { id: idAt(job), kind: job.kind }, extraOf(job).tenant, data)
}

export function tellOf(
  store: Store,
  type: string,
  job: NonNullable<News['job']>,
  tenant: string | undefined,
  data?: string,
): void {
  if (isObserved(store)) store.step.news.push({ type: `job:${type}`, job, tenant, data })
}

export function publish(
  store: Store,
  events: readonly Pick<StoredEvent, 'type' | 'data' | 'tenant'>[],
): void {
  if (isObserved(store)) store.step.news.push(...events)
}

/** Numbers what the transaction has to tell. */
export function writeNews(store: Store): void {
  const { sql, names, step } = store
  if (step.news.length === 0) return
  let { sequence } = controlOf(store)
  for (const { type, job, tenant = null, data = null } of step.news) {
    sequence += 1
    const kind = job && names.kindById(job.kind)
    const [id, name, queue] = [job?.id ?? null, kind?.name ?? null, kind?.queue ?? null]
    sql.addEvent.run(sequence, step.now, type, id, name, queue, tenant, data)
  }
  sql.eventsUntil.run(sequence)
  sql.forgetEvents.run(step.now - EVENT_WINDOW_MS, step.news.length * SWEPT_FOR_EACH)
  step.hints.add('events')
}

/**
 * After a time when nobody listened, a number is passed over: who listened before it cannot know
 * what was missed.
 */
export function observe(store: Store, now: EpochMs): void {
  let { observed, sequence, gone } = controlOf(store)
  if (now >= observed && observed > 0) {
    sequence += 1
    gone = sequence
    store.sql.clearEvents.run()
  }
  observed = now + EVENT_WINDOW_MS
  store.sql.observe.run(observed, sequence, gone)
}

export function events(
  store: Store,
  { after, limit }: { readonly after?: number; readonly limit: number },
  now: EpochMs,
): EventPage {
  const { sequence, gone: goneBefore } = controlOf(store)
  const gone = Math.max(goneBefore, lastStale(store, sequence, now - EVENT_WINDOW_MS))
  const from = after ?? gone
  if (from < gone || from > sequence) return { events: [], sequence, reset: true }
  const rows = store.sql.eventsAfter.all<EventRow>(from, limit)
  return { events: rows.map(eventOf), sequence, reset: false }
}

/** The last event that happened by then; they stand in the order of time, without a gap. */
function lastStale({ sql }: Store, newest: number, by: EpochMs): number {
  const first = sql.firstEvent.get<{ sequence: number | null }>()?.sequence ?? newest + 1
  let [low, high] = [first - 1, newest]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const { at } = sql.eventTime.get<{ at: EpochMs }>(middle) ?? { at: by }
    if (at <= by) low = middle
    else high = middle - 1
  }
  return low
}

const eventOf = ({
  sequence,
  at,
  type,
  job,
  name,
  queue,
  tenant,
  data,
}: EventRow): StoredEvent => ({
  sequence,
  at,
  type,
  ...(job !== null && name !== null && queue !== null && { job: { id: job, name, queue } }),
  ...(tenant !== null && { tenant }),
  ...(data !== null && { data }),
})
