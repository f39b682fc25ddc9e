import {
  type AttemptRecord,
  DURATION_BUCKETS_MS,
  type HistoryRow,
  type JobRecord,
} from '../contract.js'
import type { Writable } from './stored-job.js'

interface Row extends Omit<Writable<HistoryRow>, 'runBuckets'> {
  readonly runBuckets: number[]
}

/** Ended executions by day, queue, name and outcome; jobs may go, these stay. */
export class DayCounts {
  readonly #rows = new Map<string, Row>()

  add({ queue, name }: JobRecord, { outcome, startedAt, endedAt }: AttemptRecord): void {
    const day = new Date(endedAt).toISOString().slice(0, 10)
    const key = JSON.stringify([day, queue, name, outcome])
    const runBuckets = [...DURATION_BUCKETS_MS.map(() => 0), 0]
    const row = this.#rows.get(key) ?? { day, queue, name, outcome, count: 0, runMs: 0, runBuckets }
    this.#rows.set(key, row)
    // The clock may have been set back meanwhile.
    const runMs = Math.max(0, endedAt - startedAt)
    const bucket = DURATION_BUCKETS_MS.findIndex((bound) => runMs <= bound)
    const place = bucket === -1 ? DURATION_BUCKETS_MS.length : bucket
    row.count += 1
    row.runMs += runMs
    row.runBuckets[place] = (row.runBuckets[place] as number) + 1
  }

  between(fromDay: string, toDay: string): readonly HistoryRow[] {
    return [...this.#rows]
      .filter(([, { day }]) => day >= fromDay && day <= toDay)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => ({ ...row, runBuckets: [...row.runBuckets] }))
  }
}
