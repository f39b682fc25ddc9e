import type { Nightshift } from '@nightshift/core'
import cliProgress from 'cli-progress'

/** Progress bars in the terminal: one for the whole run, one for each document being read. */
export interface ProgressBars {
  /** Says how many documents there are, and how many of them are done already. */
  expect(total: number, known: number): void
  stop(): void
}

const FORMAT = ' {bar} {percentage} % | {value}/{total} | {label}'
/** Where the output is a file or a pipe, a line now and then instead of moving bars. */
const LINE_EVERY_MS = 2_000
const LABEL_CHARACTERS = 40

export function showProgress(nightshift: Nightshift): ProgressBars {
  const bars = new cliProgress.MultiBar(
    {
      format: FORMAT,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      noTTYOutput: false,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_grey,
  )
  const whole = bars.create(0, 0, { label: 'documents' })
  const parts = new Map<string, cliProgress.SingleBar>()
  let total = 0
  let done = 0
  let failed = 0

  const begin = (id: string) => parts.set(id, bars.create(100, 0, { label: '' }))
  const end = (id: string) => {
    const bar = parts.get(id)
    if (bar) bars.remove(bar)
    parts.delete(id)
  }
  const conclude = (id: string, failures: number) => {
    end(id)
    done += 1
    failed += failures
    whole.update(Math.min(done, total), { label: `documents, ${failed} failed` })
  }

  const unsubscribe = [
    nightshift.on('job:started', ({ job }) => begin(job.id)),
    nightshift.on('job:progress', ({ job, progress }) => {
      const label = `${progress.step ?? ''} ${progress.message ?? ''}`.trim()
      parts.get(job.id)?.update(Math.round(progress.percent), { label: shorten(label) })
    }),
    nightshift.on('job:completed', ({ job }) => conclude(job.id, 0)),
    nightshift.on('job:failed', ({ job }) => conclude(job.id, 1)),
    nightshift.on('job:cancelled', ({ job }) => conclude(job.id, 0)),
    nightshift.on('job:retrying', ({ job }) => end(job.id)),
  ]
  const lines = process.stderr.isTTY ? undefined : setInterval(report, LINE_EVERY_MS)

  function report() {
    console.error(`${done} of ${total} documents, ${failed} failed`)
  }

  return {
    expect(expected, known) {
      total = expected
      done += known
      whole.setTotal(total)
      whole.update(done)
    },
    stop() {
      for (const each of unsubscribe) each()
      clearInterval(lines)
      bars.stop()
    },
  }
}

const shorten = (text: string) =>
  text.length > LABEL_CHARACTERS ? `${text.slice(0, LABEL_CHARACTERS - 1)}…` : text
