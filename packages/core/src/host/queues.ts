import type { Storage } from '../storage/contract.js'
import { type JobCounts, noJobs } from './jobs.js'

export interface Queue {
  readonly name: string
  /** Jobs of it that one worker runs at once. */
  readonly concurrency: number
  readonly counts: JobCounts
}

export interface Queues {
  /** Every queue a definition or setting names, and every other that holds jobs. */
  list(): Promise<readonly Queue[]>
}

export function createQueues(
  storage: Storage,
  names: readonly string[],
  concurrencyOf: (queue: string) => number,
): Queues {
  return {
    async list() {
      const queues = new Map(names.map((name) => [name, noJobs()]))
      for (const { queue, state, count } of (await storage.count({})).counts) {
        const counts = queues.get(queue) ?? noJobs()
        counts[state] = count
        queues.set(queue, counts)
      }
      return [...queues].map(([name, counts]) => ({
        name,
        counts,
        concurrency: concurrencyOf(name),
      }))
    },
  }
}
