import PQueue from 'p-queue'
import type { JobContext, MapOptions, StepOptions } from '../job/context.js'
import type { ClaimedJob, LogLevel } from '../storage/contract.js'
import { milliseconds } from '../time/duration.js'
import type { Abortion } from './abortion.js'
import type { Journal } from './journal.js'

/** Thrown by `ctx.snooze` to leave the handler; not an error anybody should see. */
interface Snooze {
  readonly delayMs: number
}

const snoozes = new WeakSet<object>()

/** Whether the handler left through `ctx.snooze`. Safe to ask of anything that can be thrown. */
export const isSnooze = (thrown: unknown): thrown is Snooze =>
  typeof thrown === 'object' && thrown !== null && snoozes.has(thrown)

/** The handler's side of a running job. */
export function createContext(job: ClaimedJob, journal: Journal, abortion: Abortion): JobContext {
  // Where the progress stands when the innermost step with a weight ends.
  let horizon = 100

  const step = async <T>(
    name: string,
    work: () => T | Promise<T>,
    { weight = 0 }: StepOptions = {},
  ): Promise<T> => {
    abortion.throwIfAborted()
    const outer = { horizon, percent: journal.percent() }
    if (weight > 0) horizon = Math.min(outer.percent + weight, 100)
    journal.enter(name)
    try {
      const result = await work()
      journal.leave(name, Math.max(0, outer.percent + weight - journal.percent()))
      return result
    } catch (error) {
      journal.leave(name, 0)
      throw error
    } finally {
      horizon = outer.horizon
    }
  }

  const log = (level: LogLevel) => (message: string, data?: unknown) =>
    journal.log(level, message, data)

  return {
    id: job.id,
    name: job.name,
    queue: job.queue,
    attempt: job.attempt,
    get signal() {
      return abortion.signal()
    },
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    progress: (update) => journal.update(update),
    step,
    map: (items, work, options) => mapItems([...items], work, options, journal, horizon, abortion),
    snooze(delay) {
      const snooze: Snooze = { delayMs: milliseconds(delay, 'snooze delay') }
      snoozes.add(snooze)
      throw snooze
    },
  }
}

async function mapItems<Item, T>(
  items: readonly Item[],
  work: (item: Item, index: number) => T | Promise<T>,
  { concurrency = 4 }: MapOptions = {},
  journal: Journal,
  horizon: number,
  abortion: Abortion,
): Promise<T[]> {
  const queue = new PQueue({ concurrency })
  const from = journal.percent()
  let done = 0
  const one = async (item: Item, index: number) => {
    abortion.throwIfAborted()
    const result = await work(item, index)
    done += 1
    journal.update({ percent: from + ((horizon - from) * done) / items.length })
    return result
  }
  try {
    return await Promise.all(items.map((item, index) => queue.add(() => one(item, index))))
  } finally {
    queue.clear()
  }
}
