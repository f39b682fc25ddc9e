import {
  type ClaimedJob,
  type ClaimRequest,
  type EpochMs,
  MAX_STEP_JOBS,
  MAX_TURN_INPUT_BYTES,
  MAX_TURN_JOBS,
} from '@nightshift/core'
import { headAt, idAt } from './address.js'
import { isObserved, tell } from './event.js'
import { extraOf } from './extra.js'
import type { Holder } from './holder.js'
import { lengthen } from './queue.js'
import { basicRecord, type DueRow, type JobRow, recordOf, stepsOf } from './rows.js'
import { serveLanes } from './serve-lanes.js'
import type { Store } from './store.js'

export interface Claim {
  readonly claimed: readonly ClaimedJob[]
  /** There may be more to claim, which this turn could not take. */
  readonly more: boolean
  /** When the first delayed job of these queues is due. */
  readonly nextDueAt: EpochMs
}

/** What one turn has taken so far. */
export interface Catch {
  readonly jobs: ClaimedJob[]
  bytesLeft: number
}

export const isFull = ({ jobs, bytesLeft }: Catch): boolean =>
  bytesLeft <= 0 || jobs.length >= MAX_TURN_JOBS

interface QueueView {
  readonly paused: number
  /** Whether it ever had another lane than the plain one. */
  readonly laned: number
  readonly nextDue: EpochMs | null
}

/** Takes due jobs, queue by queue as asked, until the slots or the turn are full. */
export function claim(store: Store, holder: Holder, requests: readonly ClaimRequest[]): Claim {
  const taken: Catch = { jobs: [], bytesLeft: MAX_TURN_INPUT_BYTES }
  let more = false
  let nextDueAt = Number.POSITIVE_INFINITY
  for (const { queue: name, slots } of requests) {
    const queue = store.names.queueId(name)
    const view = queue === undefined ? undefined : store.sql.claimView.get<QueueView>(queue)
    if (!view || queue === undefined || view.paused) continue
    const nextDue = slots > 0 ? promote(store, queue, view.nextDue, holder.now) : view.nextDue
    nextDueAt = Math.min(nextDueAt, nextDue ?? Number.POSITIVE_INFINITY)
    if (slots <= 0) continue
    const before = taken.jobs.length
    if (view.laned) serveLanes(store, holder, queue, slots, taken)
    else servePlain(store, holder, queue, slots, taken)
    const served = taken.jobs.length - before
    if (served > 0) lengthen(store, queue, -served)
    if (served < slots && (isFull(taken) || (nextDue ?? Number.POSITIVE_INFINITY) <= holder.now)) {
      more = true
    }
  }
  return { claimed: taken.jobs, more, nextDueAt }
}

/** Lets delayed jobs whose time has come stand with the waiting ones; answers with the next time. */
function promote(
  { sql, step }: Store,
  queue: number,
  nextDue: EpochMs | null,
  now: EpochMs,
): EpochMs | null {
  if (nextDue === null || nextDue > now) return nextDue
  for (const { lane } of sql.promoteDue.all<{ lane: number }>(queue, now, MAX_STEP_JOBS)) {
    if (lane !== queue) step.lanes.add(lane)
  }
  return sql.nextDelayed.get<{ due: EpochMs }>(queue)?.due ?? null
}

/** Without groups and limits the jobs stand in one line. */
function servePlain(
  store: Store,
  holder: Holder,
  queue: number,
  slots: number,
  taken: Catch,
): void {
  if (isFull(taken)) return
  const free = Math.min(slots, MAX_TURN_JOBS - taken.jobs.length)
  const rows = store.sql.dueJobs.all<DueRow>(queue, free)
  const started: DueRow[] = []
  for (const row of rows) {
    if (taken.bytesLeft <= 0) break
    take(store, holder, row, taken)
    started.push(row)
  }
  start(store, holder, queue, started)
}

/** Starts the very rows that were read: in a write transaction nothing can come between. */
function start(
  { sql }: Store,
  { session, worker, now }: Holder,
  lane: number,
  rows: readonly DueRow[],
): void {
  const [first] = rows
  if (!first) return
  if (rows.length === 1) startOne(sql, session, worker, now, first)
  else sql.startJobs.run(session, worker, now, lane, rows.length)
}

const startOne = (
  sql: Store['sql'],
  session: number,
  worker: number,
  now: EpochMs,
  { hi, lo }: DueRow,
) => sql.startJob.run(session, worker, now, hi, lo)

/** Starts a single row that was read. */
export function startRow(store: Store, { session, worker, now }: Holder, row: DueRow): void {
  startOne(store.sql, session, worker, now, row)
}

/** The job as it is once it is started; the row itself is still to be. */
export function take(
  store: Store,
  holder: Holder,
  row: DueRow,
  taken: Catch,
  exhausted: readonly string[] = [],
): void {
  const { now, held } = holder
  const job = startedJob(store, holder, row, exhausted)
  taken.bytesLeft -= Buffer.byteLength(job.input)
  taken.jobs.push(job)
  const head = headAt(row.hi, row.lo)
  held.delete(head)
  const { limits, occurrence } = extraOf(row)
  held.set(head, { kind: row.kind, started: now, ...(limits && !occurrence && { limits }) })
  if (isObserved(store)) tell(store, 'started', row)
}

function startedJob(
  store: Store,
  { worker, now }: Holder,
  row: DueRow,
  exhausted: readonly string[],
): ClaimedJob {
  const record =
    row.token === 0
      ? basicRecord(store, row, 'running')
      : recordOf(store, store.sql.jobAt.get<JobRow>(row.hi, row.lo) as JobRow)
  const steps = stepsOf(store, row)
  return {
    ...record,
    id: idAt(row),
    state: 'running',
    attempt: row.attempt + 1,
    startedAt: now,
    worker: store.names.workerById(worker),
    token: row.token + 1,
    ...(steps && { steps }),
    ...(exhausted.length > 0 && { exhausted }),
  }
}
