import { type Defect, defect } from '../defect.js'

export const enqueueDefects: readonly Defect[] = [
  defect(
    'open/idempotent',
    'opening starts from nothing',
    'memory-storage',
    'open: async () => {}',
    'open: async () => void Object.assign(data, emptyData(data.clock))',
  ),
  defect(
    'close/idempotent',
    'closing one handle empties the others',
    'memory-storage',
    'close: async () => {}',
    'close: async () => void Object.assign(data, emptyData(data.clock))',
  ),
  defect(
    'enqueue/stores',
    'options are dropped',
    'stored-job',
    '...(job.options !== undefined && { options: job.options }),',
    '',
  ),
  defect(
    'enqueue/stores',
    'input is re-encoded',
    'stored-job',
    'input: job.input,',
    'input: JSON.stringify(JSON.parse(job.input)),',
  ),
  defect(
    'enqueue/stores',
    'delayMs beats dueAt',
    'stored-job',
    'job.dueAt ?? now + (job.delayMs ?? 0)',
    'job.delayMs ? now + job.delayMs : (job.dueAt ?? now)',
  ),
  defect(
    'enqueue/repeat-is-harmless',
    'a repeated insert stores again',
    'enqueue',
    "if (data.jobs.get(job.id)) return { status: 'repeated', id: job.id }",
    '',
  ),
  defect(
    'enqueue/unit-is-atomic',
    'a refused unit stays half stored',
    'enqueue',
    'for (const part of stored) forget(data, part)',
    '',
  ),
  defect(
    'enqueue/units-are-independent',
    'a refused unit stops the rest of the call',
    'enqueue',
    'return units.map((unit) => storeUnit(data, unit, now))',
    `const replies: UnitReply[] = []
     for (const unit of units) {
       replies.push(storeUnit(data, unit, now))
       if (replies.at(-1)?.status === 'id-taken') break
     }
     return replies`,
  ),
  defect('enqueue/id-taken', 'ids count in full', 'job-table', 'id.slice(0, 13)', 'id'),
  defect(
    'enqueue/dedup-returns-holder',
    'dedup freed when the holder is claimed',
    'dedup',
    '!isFinal(job.record.state)',
    "job.record.state === 'queued'",
  ),
  defect(
    'enqueue/dedup-returns-holder',
    'a duplicate answers its own id',
    'enqueue',
    "{ status: 'duplicate', id: holder }",
    "{ status: 'duplicate', id: job.id }",
  ),
  defect(
    'enqueue/dedup-within-unit',
    'keys are compared before the unit only',
    'enqueue',
    'const refusal = reasonNotToStore(data, job, now)',
    'const refusal = stored.length > 0 ? undefined : reasonNotToStore(data, job, now)',
  ),
  defect('enqueue/dedup-freed', 'a key is never free again', 'dedup', 'now < windowEndsAt', 'true'),
  defect(
    'enqueue/dedup-freed',
    'a window that is over frees the key of a live job',
    'dedup',
    '!isFinal(job.record.state) || now < windowEndsAt',
    '(job.dedup?.windowMs === undefined && !isFinal(job.record.state)) || now < windowEndsAt',
  ),
  defect('enqueue/dedup-window', 'the window is ignored', 'dedup', ' || now < windowEndsAt', ''),
  defect(
    'enqueue/dedup-window',
    'the window counts from the end',
    'dedup',
    'job.record.enqueuedAt + ',
    '(job.record.endedAt ?? job.record.enqueuedAt) + ',
  ),
]
