import { type Defect, defect } from '../defect.js'

export const readDefects: readonly Defect[] = [
  defect(
    'get/in-order',
    'jobs come in the order of the store',
    'read',
    'return ids.flatMap((id) => {',
    'return [...ids].sort().flatMap((id) => {',
  ),
  defect(
    'list/newest-first',
    'jobs are listed in the order they came',
    'job-table',
    'this.#sorted = false',
    '',
  ),
  defect(
    'list/filters',
    'of several filters one is enough',
    'filter',
    '(queue === undefined || record.queue === queue) &&',
    '(queue === undefined || name !== undefined || record.queue === queue) &&',
  ),
  defect(
    'list/pages',
    'a page skips the job it ended before',
    'read',
    'cursor: last.id,',
    'cursor: job.record.id,',
  ),
  defect(
    'list/pages',
    'a full last page points back at itself',
    'job-table',
    'else high = middle',
    'else high = middle - 1',
  ),
  defect(
    'count/exact',
    'counts ignore the filter',
    'read',
    'if (!matches(record)) continue\n    const states',
    'const states',
  ),
]
