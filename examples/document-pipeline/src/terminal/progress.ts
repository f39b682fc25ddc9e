import type { Nightshift } from '@nightshift/core'
import cliProgress from 'cli-progress'

/** What the terminal shows while documents are imported. */
export interface ProgressDisplay {
  /** Says how many documents there are, and how many of them are done already. */
  expect(total: number, known: number): void
  stop(): void
}

/** Moving bars in a terminal; where the output is a file or a pipe, a line now and then. */
export const showProgress = (nightshift: Nightshift): ProgressDisplay =>
  process.stderr.isTTY ? showBars(nightshift) : showLines(nightshift)

interface Tally {
  total: number
  done: number
  failed: number
}

const LINE_EVERY_MS = 2_000
const LABEL_CHARACTERS = 40

function showLines(nightshift: Nightshift): ProgressDisplay {
  const tally: Tally = { total: 0, done: 0, failed: 0 }
  const unsubscribe = count(nightshift, tally, () => {})
  const lines = setInterval(() => {
    console.error(`${tally.done} of ${tally.total} documents, ${tally.failed} failed`)
  }, LINE_EVERY_MS)
  return {
    expect(total, known) {
      tally.total = total
      tally.done += known
    },
    stop() {
      unsubscribe()
      clearInterval(lines)
    },
  }
}

/** One bar for the whole run, and one for each document that is being read. */
function showBars(nightshift: Nightshift): ProgressDisplay {
  const bars = new cliProgress.MultiBar(
    {
      format: ' {bar} {percentage} % | {value}/{total} | {label}',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_grey,
  )
  const tally: Tally = { total: 0, done: 0, failed: 0 }
  const whole = bars.create(0, 0, { label: 'documents' })
  const parts = new Map<string, cliProgress.SingleBar>()

  const remove = (id: string) => {
    const bar = parts.get(id)
    if (bar) bars.remove(bar)
    parts.delete(id)
  }
  const unsubscribe = [
    count(nightshift, tally, (id) => {
      remove(id)
      const { done, total, failed } = tally
      whole.update(Math.min(done, total), { label: `documents, ${failed} failed` })
    }),
    nightshift.on('job:started', ({ job }) => {
      parts.set(job.id, bars.create(100, 0, { label: '' }))
    }),
    nightshift.on('job:progress', ({ job, progress }) => {
      const label = `${progress.step ?? ''} ${progress.message ?? ''}`.trim()
      parts.get(job.id)?.update(Math.round(progress.percent), { label: shorten(label) })
    }),
    nightshift.on('job:retrying', ({ job }) => remove(job.id)),
  ]

  return {
    expect(total, known) {
      tally.total = total
      tally.done += known
      whole.setTotal(total)
      whole.update(tally.done)
    },
    stop() {
      for (const each of unsubscribe) each()
      bars.stop()
    },
  }
}

/** Keeps the tally and says which job has ended. Returns the undoing. */
function count(nightshift: Nightshift, tally: Tally, ended: (id: string) => void): () => void {
  const conclude = (failures: number) => (event: { readonly job: { readonly id: string } }) => {
    tally.done += 1
    tally.failed += failures
    ended(event.job.id)
  }
  const unsubscribe = [
    nightshift.on('job:completed', conclude(0)),
    nightshift.on('job:failed', conclude(1)),
    nightshift.on('job:cancelled', conclude(0)),
  ]
  return () => {
    for (const each of unsubscribe) each()
  }
}

const shorten = (text: string) =>
  text.length > LABEL_CHARACTERS ? `${text.slice(0, LABEL_CHARACTERS - 1)}…` : text
