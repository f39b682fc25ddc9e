import type { EpochMs, NewJob } from '@nightshift/core'
import { type Address, addressOf } from './address.js'
import type { SqliteValue } from './database.js'
import { DELAYED, HAS_DEDUP, INPUT_APART, isLarge, WAITING } from './rows.js'
import { ROWS_AT_ONCE } from './statements.js'
import type { Store } from './store.js'

/** Gathers rows, because one insert of many costs less than many of one. */
export interface JobInserter {
  add(job: NewJob): void
  /** Writes a job without a large input at once; `false` when its place is taken. */
  addOne(job: NewJob): boolean
  /** Writes what is gathered. */
  flush(): void
}

export function createJobInserter(store: Store, now: EpochMs): JobInserter {
  const { sql } = store
  let rows: SqliteValue[][] = []

  function flush(): void {
    if (rows.length === ROWS_AT_ONCE) sql.insertJobs.run(...rows.flat())
    else for (const row of rows) sql.insertJob.run(...row)
    rows = []
  }

  return {
    flush,
    addOne: (job) => sql.insertJob.run(...rowOf(store, job, addressOf(job.id), now)).changes === 1,
    add(job) {
      const address = addressOf(job.id)
      if (isLarge(job.input)) sql.putBody.run(address.hi, address.lo, job.input, null)
      rows.push(rowOf(store, job, address, now))
      if (rows.length === ROWS_AT_ONCE) flush()
    },
  }
}

/** In the order of the columns of `INSERT` in `statements.ts`. */
function rowOf(
  { names }: Store,
  { name, queue, priority, headStartMs, input, options, delayMs, dueAt, dedup }: NewJob,
  { hi, lo, tail }: Address,
  now: EpochMs,
): SqliteValue[] {
  const kind = names.kindOf(queue, name)
  // Never before its time, were that a fraction.
  const due = Math.ceil(dueAt ?? now + (delayMs ?? 0))
  const apart = isLarge(input)
  return [
    hi,
    lo,
    tail,
    kind.id,
    kind.queueId,
    due <= now ? WAITING : DELAYED,
    priority,
    due - Math.round(headStartMs),
    due === now ? null : due,
    now,
    (dedup ? HAS_DEDUP : 0) | (apart ? INPUT_APART : 0),
    apart ? null : input,
    options ?? null,
    dedup?.key ?? null,
  ]
}
