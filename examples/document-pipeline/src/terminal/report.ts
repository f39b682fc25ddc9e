import type { RunDocument } from '../import/run.js'
import { byClass, type Summary } from '../import/summary.js'

/** Failures listed one by one; the page has them all. */
const FAILURES_SHOWN = 20

/** The summary as people read it. */
export function reportText(summary: Summary, documents: ReadonlyMap<string, RunDocument>): string {
  const classes = [...byClass(documents.values())].map(([name, count]) => `${count} ${name}`)
  return [
    '',
    `${summary.documents} documents: ${summary.completed} completed, ${summary.failed} failed, ${summary.cancelled} cancelled`,
    `${summary.words} words in ${summary.seconds} s, ${summary.documentsPerMinute} documents per minute`,
    ...(classes.length > 0 ? [`By type: ${classes.join(', ')}`] : []),
    ...failureLines(documents),
    '',
  ].join('\n')
}

function failureLines(documents: ReadonlyMap<string, RunDocument>): readonly string[] {
  const failures = [...documents].flatMap(([path, document]) =>
    document.state === 'failed' ? [`  ${document.code}  ${path}\n    ${document.message}`] : [],
  )
  if (failures.length === 0) return []
  const more = failures.length - FAILURES_SHOWN
  return [
    'Failed:',
    ...failures.slice(0, FAILURES_SHOWN),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ]
}
