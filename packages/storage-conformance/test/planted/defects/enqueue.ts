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
    "['options', 'tenant',",
    "['tenant',",
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
    "if (data.jobs.get(id)) return { status: 'repeated', id }",
    '',
  ),
  defect(
    'enqueue/unit-is-atomic',
    'a refused unit stays half stored',
    'enqueue',
    "if (isTaken) return { status: 'id-taken', id: job.id }",
    `if (isTaken) {
       storeUnit(data, unit.slice(0, unit.indexOf(job)), now)
       return { status: 'id-taken', id: job.id }
     }`,
  ),
  defect(
    'enqueue/units-are-independent',
    'a refused unit stops the rest of the call',
    'enqueue',
    'return units.map(',
    `const refused = units.findIndex((unit) => reasonToRefuse(data, unit, now))
     return units.slice(0, refused === -1 ? undefined : refused + 1).map(`,
  ),
  defect('enqueue/id-taken', 'ids count in full', 'job-table', 'id.slice(0, 13)', 'id'),
  defect(
    'dedup/returns-holder',
    'dedup freed when the holder is claimed',
    'dedup',
    '!isFinal(record.state)',
    "record.state === 'queued'",
  ),
  defect(
    'dedup/returns-holder',
    'a duplicate answers its own id',
    'enqueue',
    "{ status: 'duplicate', id: holder.record.id }",
    "{ status: 'duplicate', id }",
  ),
  defect(
    'dedup/within-unit',
    'keys are compared before the unit only',
    'enqueue',
    'if (!holder) return',
    'if (!holder || (dedup.mode === "unique" && holder.record.enqueuedAt === now)) return',
  ),
  defect('dedup/freed', 'a key is never free again', 'dedup', 'isLive || isInWindow', 'true'),
  defect(
    'dedup/freed',
    'a window that is over frees the key of a live job',
    'dedup',
    'isLive || isInWindow',
    '(windowMs === 0 && isLive) || isInWindow',
  ),
  defect('dedup/window', 'the window is ignored', 'dedup', 'isLive || isInWindow', 'isLive'),
  defect(
    'dedup/window',
    'the window counts from the end',
    'dedup',
    '!isFinal(record.state), record.enqueuedAt,',
    '!isFinal(record.state), record.endedAt ?? record.enqueuedAt,',
  ),
]
