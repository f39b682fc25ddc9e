import type { EpochMs } from '../time/clock.js'
import type { ProgressUpdate } from './context.js'

/** How far a running job is; stored as JSON with the job. */
export interface Progress {
  /** 0 to 100. */
  readonly percent: number
  readonly message?: string
  /** The step that runs now. */
  readonly step?: string
  /** The last 100. */
  readonly stepsDone: readonly { readonly name: string; readonly durationMs: number }[]
  /** Estimated time until the job is done, from its own pace so far. */
  readonly etaMs?: number
}

/** An attempt's progress between two looks at it. */
export interface ProgressTrack {
  readonly percent: number
  readonly message?: string
  readonly openSteps: readonly { readonly name: string; readonly startedAt: EpochMs }[]
  readonly stepsDone: Progress['stepsDone']
  readonly startedAt: EpochMs
  /** When `percent` last rose: the pace is measured up to here. */
  readonly movedAt: EpochMs
}

/** Every progress is written whole, so it must not grow with the number of steps. */
const STEPS_KEPT = 100

export const startTrack = (startedAt: EpochMs): ProgressTrack => ({
  percent: 0,
  openSteps: [],
  stepsDone: [],
  startedAt,
  movedAt: startedAt,
})

/** Percentages never fall and never leave 0 to 100; what is not a number is ignored. */
export function advance(track: ProgressTrack, update: ProgressUpdate, now: EpochMs): ProgressTrack {
  const asked = Number(update.percent)
  const percent = Number.isFinite(asked)
    ? Math.min(Math.max(asked, track.percent), 100)
    : track.percent
  return {
    ...track,
    percent,
    movedAt: percent > track.percent ? now : track.movedAt,
    ...(update.message !== undefined && { message: String(update.message).slice(0, 500) }),
  }
}

export const enterStep = (track: ProgressTrack, name: string, now: EpochMs): ProgressTrack => ({
  ...track,
  openSteps: [...track.openSteps, { name, startedAt: now }],
})

/** Ends the newest open step of that name; `weight` percent of the whole are then done. */
export function leaveStep(
  track: ProgressTrack,
  name: string,
  weight: number,
  now: EpochMs,
): ProgressTrack {
  const index = track.openSteps.findLastIndex((open) => open.name === name)
  const step = track.openSteps[index]
  if (!step) return track
  const done = { name: step.name, durationMs: now - step.startedAt }
  const ended = {
    ...track,
    openSteps: track.openSteps.toSpliced(index, 1),
    stepsDone: [...track.stepsDone, done].slice(-STEPS_KEPT),
  }
  return advance(ended, { percent: track.percent + weight }, now)
}

/** What people see of a track. */
export function progressOf(track: ProgressTrack, now: EpochMs): Progress {
  const step = track.openSteps.at(-1)?.name
  const etaMs = timeLeft(track, now)
  return {
    percent: track.percent,
    stepsDone: track.stepsDone,
    ...(track.message !== undefined && { message: track.message }),
    ...(step !== undefined && { step }),
    ...(etaMs !== undefined && { etaMs }),
  }
}

/** At the pace held until the last move, less the time that has passed since. */
function timeLeft(
  { percent, startedAt, movedAt }: ProgressTrack,
  now: EpochMs,
): number | undefined {
  if (percent === 0 || movedAt === startedAt) return percent === 100 ? 0 : undefined
  const whole = ((movedAt - startedAt) / percent) * 100
  return Math.max(0, Math.round(startedAt + whole - now))
}
