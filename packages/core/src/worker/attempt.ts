import { JobError } from '../errors.js'
import type { JobContext } from '../job/context.js'
import type { Ending } from '../job/decide.js'
import type { JobDefinition } from '../job/definition.js'
import { describeFailure } from '../job/failure.js'
import { validate } from '../job/schema.js'
import { endingOfStop, type StopReason, stopError } from '../job/stop-reason.js'
import type { ClaimedJob } from '../storage/contract.js'
import type { CancelTimer, Clock } from '../time/clock.js'
import { createAbortion } from './abortion.js'
import { createContext, isSnooze } from './context.js'
import type { Journal } from './journal.js'

/** One execution under way. */
export interface Attempt {
  /** How it ended; resolves always, and soon after {@link Attempt.stop}. */
  readonly ending: Promise<Ending>
  /** Aborts the handler's signal. The first reason counts. */
  stop(reason: StopReason): void
}

export interface AttemptOptions {
  readonly clock: Clock
  /** Milliseconds one execution may take; `undefined` is no limit. */
  readonly timeoutMs?: number
  /** Milliseconds a handler has to end once it was asked to stop; then it is left behind. */
  readonly graceMs: number
  /** Bytes of JSON a result may have. */
  readonly maxResultBytes: number
}

/** Runs a claimed job's handler: read the input, run, see how it ended. */
export function startAttempt(
  job: ClaimedJob,
  definition: JobDefinition,
  journal: Journal,
  options: AttemptOptions,
): Attempt {
  const { clock, timeoutMs, graceMs } = options
  const abortion = createAbortion()
  const timers = new Set<CancelTimer>()
  let stopped: StopReason | undefined
  let leaveBehind: (ending: Ending) => void
  const leftBehind = new Promise<Ending>((resolve) => {
    leaveBehind = resolve
  })

  const stop = (reason: StopReason) => {
    if (stopped) return
    stopped = reason
    abortion.abort(stopError(reason))
    timers.add(clock.setTimer(graceMs, () => leaveBehind(endingOfStop(reason))))
  }

  const run = async (): Promise<Ending> => {
    const context = createContext(job, journal, abortion)
    try {
      const result = await runHandler(job, definition, context)
      return { type: 'succeeded', ...encodeResult(result, options.maxResultBytes) }
    } catch (thrown) {
      if (isSnooze(thrown)) return { type: 'snoozed', delayMs: thrown.delayMs }
      if (stopped) return endingOfStop(stopped)
      return { type: 'failed', described: describeFailure(thrown, 'handler') }
    }
  }

  if (timeoutMs !== undefined) {
    timers.add(clock.setTimer(timeoutMs, () => stop({ type: 'timeout', afterMs: timeoutMs })))
  }
  const ending = Promise.race([run(), leftBehind]).finally(() => {
    for (const cancel of timers) cancel()
  })
  return { ending, stop }
}

async function runHandler(job: ClaimedJob, definition: JobDefinition, context: JobContext) {
  const raw: unknown = JSON.parse(job.input)
  const input = definition.input ? await validate(job.name, definition.input, raw) : undefined
  return definition.run(input, context)
}

/** A result must be JSON and of bounded size; trying again would not change that. */
function encodeResult(result: unknown, maxBytes: number): { readonly result?: string } {
  if (result === undefined) return {}
  const text = toJson(result)
  if (text === undefined) return {}
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxBytes) return { result: text }
  throw new JobError(
    'RESULT_TOO_LARGE',
    `The result has ${bytes} bytes of JSON; at most ${maxBytes} are kept. Store it elsewhere and return where it is.`,
    { retry: false },
  )
}

function toJson(result: unknown): string | undefined {
  try {
    return JSON.stringify(result)
  } catch (cause) {
    throw new JobError(
      'RESULT_NOT_JSON',
      `The result cannot be written as JSON (${(cause as Error).message}). Return plain data.`,
      { retry: false, cause },
    )
  }
}
