import type { JobFilter, JobRecord } from '../contract.js'

/** All that is asked must be so; no states mean no job. */
export function matcherOf(filter: JobFilter): (record: JobRecord) => boolean {
  const { states, queue, name, tenant, group, tag, batch, from, to } = filter
  const text = filter.text?.toLowerCase()
  return (record) =>
    (states === undefined || states.includes(record.state)) &&
    (queue === undefined || record.queue === queue) &&
    (name === undefined || record.name === name) &&
    (tenant === undefined || record.tenant === tenant) &&
    (group === undefined || record.group === group) &&
    (tag === undefined || (record.tags?.includes(tag) ?? false)) &&
    (batch === undefined || record.batch === batch) &&
    (from === undefined || record.enqueuedAt >= from) &&
    (to === undefined || record.enqueuedAt < to) &&
    (text === undefined || mentions(record, text))
}

const mentions = ({ name, input, result, failure }: JobRecord, text: string): boolean =>
  [name, input, result, failure].some((part) => part?.toLowerCase().includes(text))
