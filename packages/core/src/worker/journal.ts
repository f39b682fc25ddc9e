import type { ProgressUpdate } from '../job/context.js'
import type { JobLogLine } from '../job/job.js'
import {
  advance,
  enterStep,
  leaveStep,
  type Progress,
  type ProgressTrack,
  progressOf,
  startTrack,
} from '../job/progress.js'
import type { LogLevel, LogLine } from '../storage/contract.js'
import type { Clock } from '../time/clock.js'

/** What a running job said that the store has not been told yet. */
export interface Entries {
  readonly progress?: string
  readonly logs?: readonly LogLine[]
}

/** Collects a running job's progress and log lines until the next exchange takes them. */
export interface Journal {
  update(update: ProgressUpdate): void
  enter(step: string): void
  leave(step: string, weight: number): void
  log(level: LogLevel, message: string, data: unknown): void
  percent(): number
  /** Progress and lines since the last call; `undefined` when there is nothing new. */
  take(): Entries | undefined
}

export interface JournalListener {
  progress(progress: Progress): void
  line(line: JobLogLine): void
  /** Something was added; called on every addition. */
  changed(): void
}

const MESSAGE_CHARACTERS = 4_000
const DATA_CHARACTERS = 8_192

export function createJournal(clock: Clock, listener: JournalListener): Journal {
  let track = startTrack(clock.now())
  let moved = false
  let lines: LogLine[] = []

  const move = (next: ProgressTrack) => {
    track = next
    moved = true
    listener.progress(progressOf(track, clock.now()))
    listener.changed()
  }

  return {
    update: (update) => move(advance(track, update, clock.now())),
    enter: (step) => move(enterStep(track, step, clock.now())),
    leave: (step, weight) => move(leaveStep(track, step, weight, clock.now())),
    percent: () => track.percent,
    log(level, message, data) {
      const at = clock.now()
      const kept = encodeData(data)
      const text = String(message).slice(0, MESSAGE_CHARACTERS)
      lines.push({ at, level, message: text, ...(kept !== undefined && { data: kept }) })
      const shown = kept === undefined ? {} : { data: JSON.parse(kept) }
      listener.line({ at: new Date(at), level, message: text, ...shown })
      listener.changed()
    },
    take() {
      if (!moved && lines.length === 0) return undefined
      const entries: Entries = {
        ...(moved && { progress: JSON.stringify(progressOf(track, clock.now())) }),
        ...(lines.length > 0 && { logs: lines }),
      }
      moved = false
      lines = []
      return entries
    },
  }
}

/** Log data is for reading: what is not JSON, or too large, is described rather than refused. */
function encodeData(data: unknown): string | undefined {
  if (data === undefined) return undefined
  try {
    const text = JSON.stringify(data instanceof Error ? { error: data.message } : data)
    if (text === undefined || text.length <= DATA_CHARACTERS) return text
    return JSON.stringify(`(${text.length} characters, not kept)`)
  } catch {
    return JSON.stringify('(not JSON, not kept)')
  }
}
