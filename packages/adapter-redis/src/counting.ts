import type { Connection, Reply } from './connection.js'
import type { CountReply, JobFilter, JobState, QueueCount } from './contract.js'
import { isIndexed } from './filter.js'
import { lineOf, namesOf } from './job-class.js'
import type { Keys } from './keys.js'
import { scan } from './listing.js'

const COLUMNS: readonly JobState[] = [
  'queued',
  'blocked',
  'running',
  'completed',
  'failed',
  'cancelled',
]

export interface ClassCount {
  readonly queue: string
  readonly name: string
  /** The class as keys have it. */
  readonly text: string
  readonly counts: ReadonlyMap<JobState, number>
}

/** How many jobs of each queue and name there are in each state, at one moment. */
export async function classCounts(
  connection: Connection,
  filter: Pick<JobFilter, 'queue' | 'name'>,
): Promise<readonly ClassCount[]> {
  const queue = filter.queue === undefined ? '' : lineOf(filter.queue)
  const rows = (await connection.run('counts', [queue])) as readonly Reply[]
  return rows.flatMap((row) => {
    const [text, ...numbers] = row as readonly [string, ...number[]]
    const [rowQueue, name] = namesOf(text)
    if (filter.name !== undefined && filter.name !== name) return []
    const counts = new Map(COLUMNS.map((state, index) => [state, numbers[index] as number]))
    return [{ queue: rowQueue, name, text, counts }]
  })
}

export async function count(
  connection: Connection,
  keys: Keys,
  filter: JobFilter,
): Promise<CountReply> {
  if (isIndexed(filter)) return { counts: await exactCounts(connection, filter), complete: true }
  const { jobs, complete } = await scan(connection, keys, filter, Number.POSITIVE_INFINITY)
  const sums = new Sums()
  for (const { queue, state } of jobs) sums.add(queue, state, 1)
  return { counts: sums.rows(), complete }
}

async function exactCounts(connection: Connection, filter: JobFilter) {
  const sums = new Sums()
  for (const { queue, counts } of await classCounts(connection, filter)) {
    for (const [state, number] of counts) {
      if (filter.states?.includes(state) ?? true) sums.add(queue, state, number)
    }
  }
  return sums.rows()
}

class Sums {
  readonly #rows = new Map<string, { queue: string; state: JobState; count: number }>()

  add(queue: string, state: JobState, number: number): void {
    const key = `${state} ${queue}`
    const row = this.#rows.get(key) ?? { queue, state, count: 0 }
    row.count += number
    this.#rows.set(key, row)
  }

  rows(): readonly QueueCount[] {
    return [...this.#rows.values()].filter(({ count: number }) => number > 0)
  }
}
