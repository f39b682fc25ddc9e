import type {
  JobFilter,
  JobHistory,
  JobId,
  JobPage,
  JobRecord,
  JobState,
  ListRequest,
  QueueCount,
} from '../contract.js'
import type { MemoryData } from './memory-data.js'
import { historyOf, recordOf } from './stored-job.js'

export function get(data: MemoryData, ids: readonly JobId[]): readonly JobRecord[] {
  return ids.flatMap((id) => {
    const job = data.jobs.get(id)
    return job ? [recordOf(job)] : []
  })
}

export function history(data: MemoryData, id: JobId): JobHistory | undefined {
  const job = data.jobs.get(id)
  return job && historyOf(job)
}

/** The cursor is the id of the last job given out, whether or not it still exists. */
export function list(data: MemoryData, { limit, cursor, ...filter }: ListRequest): JobPage {
  const jobs: JobRecord[] = []
  for (const job of data.jobs.newestFirst(cursor)) {
    if (!matches(job.record, filter)) continue
    const last = jobs.at(-1)
    if (last && jobs.length === limit) return { jobs, cursor: last.id }
    jobs.push(recordOf(job))
  }
  return { jobs }
}

export function count(data: MemoryData, filter: JobFilter): readonly QueueCount[] {
  const counts = new Map<string, Map<JobState, number>>()
  for (const { record } of data.jobs.all()) {
    if (!matches(record, filter)) continue
    const states = counts.get(record.queue) ?? new Map<JobState, number>()
    counts.set(record.queue, states.set(record.state, (states.get(record.state) ?? 0) + 1))
  }
  return [...counts].flatMap(([queue, states]) =>
    [...states].map(([state, number]) => ({ queue, state, count: number })),
  )
}

const matches = (record: JobRecord, { states, queue, name }: JobFilter): boolean =>
  (states === undefined || states.includes(record.state)) &&
  (queue === undefined || record.queue === queue) &&
  (name === undefined || record.name === name)
