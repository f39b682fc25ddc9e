import type { EpochMs } from '../../time/clock.js'
import { Heap } from './heap.js'
import { keyOf, type StoredJob, type WaitingPlace } from './stored-job.js'

/**
 * The queued jobs of one queue. Those that are due stand in the order of their keys; those due
 * later stand apart, so that any number of them costs a claim nothing.
 */
export class WaitingLine {
  readonly #due = new Heap<WaitingPlace>()
  readonly #later = new Heap<WaitingPlace>()

  add(job: StoredJob, now: EpochMs): void {
    const isDue = job.record.dueAt <= now
    const place = { at: isDue ? keyOf(job) : job.record.dueAt, id: job.record.id, job, index: 0 }
    job.place = place
    if (isDue) this.#due.push(place)
    else this.#later.push(place)
  }

  remove(job: StoredJob): void {
    const { place } = job
    if (!place) return
    if (this.#due.has(place)) this.#due.remove(place)
    else this.#later.remove(place)
    job.place = undefined
  }

  /** Takes the next due job out of the line. */
  take(now: EpochMs): StoredJob | undefined {
    this.#letDueJobsJoin(now)
    const job = this.#due.pop()?.job
    if (job) job.place = undefined
    return job
  }

  nextDueAt(now: EpochMs): EpochMs | undefined {
    this.#letDueJobsJoin(now)
    return this.#later.peek()?.at
  }

  #letDueJobsJoin(now: EpochMs): void {
    for (let next = this.#later.peek(); next && next.at <= now; next = this.#later.peek()) {
      this.#later.remove(next)
      this.add(next.job, now)
    }
  }
}
