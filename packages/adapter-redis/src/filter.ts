import type { JobFilter, JobRecord } from './contract.js'

/** Whether a job passes a filter; the indexes only narrow down where to look. */
export function matches(job: JobRecord, filter: JobFilter): boolean {
  const { states, queue, name, tenant, group, tag, batch, from, to, text } = filter
  return (
    (states === undefined || states.includes(job.state)) &&
    (queue === undefined || job.queue === queue) &&
    (name === undefined || job.name === name) &&
    (tenant === undefined || job.tenant === tenant) &&
    (group === undefined || job.group === group) &&
    (tag === undefined || (job.tags?.includes(tag) ?? false)) &&
    (batch === undefined || job.batch === batch) &&
    (from === undefined || job.enqueuedAt >= from) &&
    (to === undefined || job.enqueuedAt < to) &&
    (text === undefined || mentions(job, text.toLowerCase()))
  )
}

const mentions = ({ name, input, result, failure }: JobRecord, text: string): boolean =>
  [name, input, result, failure].some((part) => part?.toLowerCase().includes(text))

/** Whether counters and indexes answer the filter alone. */
export const isIndexed = (filter: JobFilter): boolean =>
  Object.entries(filter).every(
    ([field, value]) =>
      value === undefined || field === 'states' || field === 'queue' || field === 'name',
  )
