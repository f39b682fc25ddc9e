import {
  type ClaimedJob,
  type ClaimRequest,
  type EpochMs,
  MAX_TURN_INPUT_BYTES,
  MAX_TURN_JOBS,
} from '@nightshift/core'
import { headAt } from './address.js'
import type { Holder } from './holder.js'
import { basicRecord, type DueRow, type JobRow, recordOf } from './rows.js'
import type { Store } from './store.js'

/** Delayed jobs let in at a time; a claim that wants more lets in more. */
const PROMOTED_AT_ONCE = 500

export interface Claim {
  readonly claimed: readonly ClaimedJob[]
  /** Until the first delayed job of these queues is due; 0 while due ones wait to be let in. */
  readonly nextDueInMs: number | undefined
}

/** Takes due jobs, queue by queue as asked, until the slots or the turn are full. */
export function claim(store: Store, holder: Holder, requests: readonly ClaimRequest[]): Claim {
  const claimed: ClaimedJob[] = []
  let bytesLeft = MAX_TURN_INPUT_BYTES
  let nextDue = Number.POSITIVE_INFINITY
  for (const { queue, slots } of requests) {
    const queueId = store.names.queueId(queue)
    if (queueId === undefined) continue
    const free = Math.min(slots, MAX_TURN_JOBS - claimed.length)
    nextDue = Math.min(nextDue, promote(store, queueId, free, holder.now))
    if (free <= 0 || bytesLeft <= 0) continue
    const rows = store.sql.dueJobs.all<DueRow>(queueId, free)
    let taken = 0
    while (taken < rows.length && bytesLeft > 0) {
      const job = startedJob(store, holder, rows[taken] as DueRow)
      bytesLeft -= Buffer.byteLength(job.input)
      claimed.push(job)
      taken += 1
    }
    start(store, holder, queueId, rows.slice(0, taken))
  }
  const waits = nextDue < Number.POSITIVE_INFINITY
  return { claimed, nextDueInMs: waits ? Math.max(nextDue - holder.now, 0) : undefined }
}

/** Lets delayed jobs whose time has come stand with the waiting ones; answers with the next time. */
function promote({ sql }: Store, queueId: number, free: number, now: EpochMs): EpochMs {
  const nextDue = () =>
    sql.nextDelayed.get<{ due: number }>(queueId)?.due ?? Number.POSITIVE_INFINITY
  const due = nextDue()
  if (due > now) return due
  sql.promoteDue.run(queueId, now, Math.max(free, PROMOTED_AT_ONCE))
  return nextDue()
}

/** Starts the very rows that were read: in a write transaction nothing can come between. */
function start(
  { sql }: Store,
  { session, worker, now, held }: Holder,
  queueId: number,
  rows: readonly DueRow[],
): void {
  const [first] = rows
  if (!first) return
  if (rows.length === 1) sql.startJob.run(session, worker, now, first.hi, first.lo)
  else sql.startJobs.run(session, worker, now, queueId, rows.length)
  for (const { hi, lo } of rows) held.add(headAt(hi, lo))
}

/** The job as it is once it is started. */
function startedJob(store: Store, { worker, now }: Holder, row: DueRow): ClaimedJob {
  const record =
    row.executions === 0
      ? basicRecord(store, row, 'running')
      : recordOf(store, store.sql.jobAt.get<JobRow>(row.hi, row.lo) as JobRow)
  return {
    ...record,
    state: 'running',
    attempt: row.attempt + 1,
    startedAt: now,
    worker: store.names.workerById(worker),
    token: row.token + 1,
  }
}
