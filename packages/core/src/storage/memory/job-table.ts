import type { JobId } from '../contract.js'
import type { StoredJob } from './stored-job.js'

/** All jobs, found by id, and listed newest first. */
export class JobTable {
  /** The first 63 bits of an id: what storages with integer keys can tell apart. */
  static prefixOf(id: JobId): string {
    return id.slice(0, 13)
  }

  readonly #byPrefix = new Map<string, StoredJob>()
  /** Prefixes as they came, deleted ones included until the next sorting. */
  #order: string[] = []
  #sorted = true

  get(id: JobId): StoredJob | undefined {
    const job = this.#byPrefix.get(JobTable.prefixOf(id))
    return job?.record.id === id ? job : undefined
  }

  /** Whether a different job stands where this id belongs. */
  isTaken(id: JobId): boolean {
    const job = this.#byPrefix.get(JobTable.prefixOf(id))
    return job !== undefined && job.record.id !== id
  }

  add(job: StoredJob): void {
    const prefix = JobTable.prefixOf(job.record.id)
    const last = this.#order.at(-1)
    // Ids are made in the order of time, so sorting is almost never needed.
    if (last !== undefined && last >= prefix) this.#sorted = false
    this.#order.push(prefix)
    this.#byPrefix.set(prefix, job)
  }

  delete(id: JobId): void {
    this.#byPrefix.delete(JobTable.prefixOf(id))
    if (this.#order.length > 2 * this.#byPrefix.size + 64) this.#sort()
  }

  all(): Iterable<StoredJob> {
    return this.#byPrefix.values()
  }

  /** Starts with the newest job below the given id; the table must not change meanwhile. */
  *newestFirst(below?: JobId): Generator<StoredJob> {
    if (!this.#sorted) this.#sort()
    let index = below === undefined ? this.#order.length : this.#firstFrom(JobTable.prefixOf(below))
    while (index > 0) {
      index -= 1
      const job = this.#byPrefix.get(this.#order[index] as string)
      if (job) yield job
    }
  }

  #firstFrom(prefix: string): number {
    let low = 0
    let high = this.#order.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#order[middle] as string) < prefix) low = middle + 1
      else high = middle
    }
    return low
  }

  #sort(): void {
    this.#order = [...this.#byPrefix.keys()].sort()
    this.#sorted = true
  }
}
