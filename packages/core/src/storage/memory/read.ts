import type {
  CountReply,
  JobFilter,
  JobId,
  JobPage,
  JobRecord,
  JobState,
  JobTrail,
  ListRequest,
  QueueRecord,
} from '../contract.js'
import { matcherOf } from './filter.js'
import type { MemoryData } from './memory-data.js'
import { recordOf, trailOf } from './stored-job.js'

export function get(data: MemoryData, ids: readonly JobId[]): readonly JobRecord[] {
  return ids.flatMap((id) => {
    const job = data.jobs.get(id)
    return job ? [recordOf(job)] : []
  })
}

export function trail(data: MemoryData, id: JobId): JobTrail | undefined {
  const job = data.jobs.get(id)
  return job && trailOf(job)
}

/** The cursor is the id of the last job given out, whether or not it still exists. */
export function list(data: MemoryData, { limit, cursor, ...filter }: ListRequest): JobPage {
  const matches = matcherOf(filter)
  const jobs: JobRecord[] = []
  for (const job of data.jobs.newestFirst(cursor)) {
    if (!matches(job.record)) continue
    const last = jobs.at(-1)
    if (last && jobs.length === limit) return { jobs, cursor: last.id, complete: true }
    jobs.push(recordOf(job))
  }
  return { jobs, complete: true }
}

export function count(data: MemoryData, filter: JobFilter): CountReply {
  const matches = matcherOf(filter)
  const queues = new Map<string, Map<JobState, number>>()
  for (const { record } of data.jobs.all()) {
    if (!matches(record)) continue
    const states = queues.get(record.queue) ?? new Map<JobState, number>()
    queues.set(record.queue, states.set(record.state, (states.get(record.state) ?? 0) + 1))
  }
  const counts = [...queues].flatMap(([queue, states]) =>
    [...states].map(([state, number]) => ({ queue, state, count: number })),
  )
  return { counts, complete: true }
}

export const queues = (data: MemoryData): readonly QueueRecord[] =>
  [...data.queues.values()]
    .map((queue) => queue.record(data.clock.now()))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
