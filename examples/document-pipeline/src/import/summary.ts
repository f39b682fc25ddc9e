import type { RunDocument } from './run.js'

export interface Summary {
  readonly documents: number
  readonly completed: number
  readonly failed: number
  readonly cancelled: number
  readonly words: number
  readonly seconds: number
  readonly documentsPerMinute: number
}

/** What a run amounts to; the last line of `--exit`. */
export function summarise(documents: Iterable<RunDocument>, elapsedMs: number): Summary {
  const all = [...documents]
  const count = (state: RunDocument['state']) => all.filter((each) => each.state === state).length
  const seconds = Math.round(elapsedMs / 10) / 100
  return {
    documents: all.length,
    completed: count('completed'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    words: all.reduce((sum, each) => sum + (each.state === 'completed' ? each.words : 0), 0),
    seconds,
    documentsPerMinute: seconds > 0 ? Math.round((all.length / seconds) * 60) : 0,
  }
}

/** Completed documents by class, most frequent first. */
export function byClass(documents: Iterable<RunDocument>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const each of documents) {
    if (each.state === 'completed') counts.set(each.class, (counts.get(each.class) ?? 0) + 1)
  }
  return new Map([...counts].sort(([, one], [, other]) => other - one))
}
