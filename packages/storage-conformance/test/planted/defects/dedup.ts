import { type Defect, defect } from '../defect.js'

export const dedupDefects: readonly Defect[] = [
  defect(
    'dedup/throttle',
    'a throttled key is held while the holder is live',
    'dedup',
    "case 'throttle':\n      return isInWindow",
    "case 'throttle':\n      return isLive || isInWindow",
  ),
  defect(
    'dedup/throttle',
    'a throttled key is freed by the end of the holder',
    'dedup',
    "case 'throttle':\n      return isInWindow",
    "case 'throttle':\n      return isLive && isInWindow",
  ),
  defect(
    'dedup/debounce',
    'the holder keeps its due time',
    'enqueue',
    'holder.record.dueAt = dueTimeOf(job, now)',
    '',
  ),
  defect(
    'dedup/debounce',
    'a running holder takes over the new input',
    'enqueue',
    " || holder.record.state !== 'queued'",
    '',
  ),
  defect(
    'dedup/debounce',
    'old options stay with the new input',
    'enqueue',
    'if (job.options === undefined) delete holder.record.options\n    else ',
    'if (job.options !== undefined) ',
  ),
  defect(
    'dedup/deleted-holder',
    'a deleted holder is hidden, not gone',
    'command',
    '  forget(data, job)\n',
    `  if (job.dedup) {
    moveTo(data, job, 'cancelled', now)
    return { status: 'done', state: 'deleted' }
  }
  forget(data, job)
`,
  ),
]
