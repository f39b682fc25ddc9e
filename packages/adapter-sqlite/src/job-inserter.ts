import type { Dependency, NewJob } from '@nightshift/core'
import { type Address, addressOf } from './address.js'
import type { SqliteValue } from './database.js'
import { extraText, isBare, labelsOf, laneKeys } from './extra.js'
import { BLOCKED, DELAYED, HAS_DEDUP, INPUT_APART, isLarge, TIED, WAITING } from './rows.js'
import { ROWS_AT_ONCE } from './statements.js'
import type { Store } from './store.js'

/** Gathers rows, because one insert of many costs less than many of one. */
export interface JobInserter {
  add(job: NewJob): void
  /** Stores a job at once that waits for others. */
  addBlocked(job: NewJob, dependsOn: readonly Dependency[]): void
  /**
   * Stores a job without anything special at once; `false` when its place is taken, or when more is
   * to be done about it.
   */
  addPlain(job: NewJob): boolean
  /** Writes what is gathered. */
  flush(): void
}

export function createJobInserter(store: Store): JobInserter {
  const { sql } = store
  let rows: SqliteValue[][] = []

  function flush(): void {
    if (rows.length === ROWS_AT_ONCE) sql.insertJobs.run(...rows.flat())
    else for (const row of rows) sql.insertJob.run(...row)
    rows = []
  }

  function add(job: NewJob, dependsOn?: readonly Dependency[]): void {
    const address = addressOf(job.id)
    if (isLarge(job.input)) sql.putBody.run(address.hi, address.lo, job.input, null)
    if (!isBare(job)) {
      for (const label of labelsOf(job)) sql.addLabel.run(label, address.hi, address.lo)
    }
    rows.push(rowOf(store, job, address, dependsOn))
    if (rows.length === ROWS_AT_ONCE) flush()
  }

  return {
    flush,
    add,
    addBlocked(job, dependsOn) {
      add(job, dependsOn)
      flush()
    },
    addPlain(job) {
      const row = rowOf(store, job, addressOf(job.id))
      return sql.insertPlain.run(...row, store.step.now).changes === 1
    },
  }
}

/** Never before its time, were that a fraction. */
export const dueTimeOf = ({ dueAt, delayMs = 0 }: NewJob, now: number): number =>
  Math.ceil(dueAt ?? now + delayMs)

export const placeOf = ({ names }: Store, job: NewJob): { queue: number; lane: number } => {
  const queue = names.kindOf(job.queue, job.name).queueId
  return { queue, lane: names.laneOf(queue, laneKeys(job)) }
}

/** In the order of the columns of `INSERT` in `statements/jobs.ts`. */
function rowOf(
  store: Store,
  job: NewJob,
  { hi, lo, tail }: Address,
  dependsOn?: readonly Dependency[],
): SqliteValue[] {
  const { now } = store.step
  const { priority, headStartMs, input, options, dedup } = job
  const kind = store.names.kindOf(job.queue, job.name)
  const due = dueTimeOf(job, now)
  const apart = isLarge(input)
  const isTied = job.occurrence !== undefined || (job.limits?.length ?? 0) > 0
  const waiting = due <= now ? WAITING : DELAYED
  return [
    hi,
    lo,
    tail,
    kind.id,
    kind.queueId,
    isBare(job) ? kind.queueId : store.names.laneOf(kind.queueId, laneKeys(job)),
    dependsOn ? BLOCKED : waiting,
    priority,
    due - Math.round(headStartMs),
    due === now ? null : due,
    now,
    (dedup ? HAS_DEDUP : 0) | (apart ? INPUT_APART : 0) | (isTied ? TIED : 0),
    apart ? null : input,
    options ?? null,
    dedup?.key ?? null,
    isBare(job) ? null : extraText(job, dependsOn),
  ]
}
