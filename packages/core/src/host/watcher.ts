import { NightshiftError } from '../errors.js'
import type { EventBus, EventName } from '../events/bus.js'
import { isFinal } from '../job/state.js'
import type { JobRecord, Storage } from '../storage/contract.js'
import type { CancelTimer, Clock } from '../time/clock.js'
import { createWakeUp, type WakeUp } from '../worker/wake-up.js'

/** Follows stored jobs, whichever process runs them. */
export interface Watcher {
  /**
   * The job's record now and whenever it may have changed; ends when it is final or time is up.
   * @throws NightshiftError `JOB_NOT_FOUND`
   */
  watch(id: string, deadline?: number): AsyncGenerator<JobRecord>
}

interface Watched {
  readonly wakeUps: Set<WakeUp>
  record?: JobRecord | 'missing'
}

/** What other processes do is seen this late at most; events of this one cut the wait short. */
const POLL_MS = 500
const READ_AT_ONCE = 500
const TELLING: readonly EventName[] = [
  'job:progress',
  'job:completed',
  'job:failed',
  'job:cancelled',
  'job:retrying',
]

/** However many jobs are watched, there is one poll, and one reading for what changed together. */
export function createWatcher(storage: Storage, events: EventBus, clock: Clock): Watcher {
  const watched = new Map<string, Watched>()
  const stale = new Set<string>()
  let cancelPoll: CancelTimer | undefined

  const refresh = async () => {
    const ids = [...stale].filter((id) => watched.has(id))
    stale.clear()
    for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
      const part = ids.slice(start, start + READ_AT_ONCE)
      const records = new Map((await storage.get(part)).map((record) => [record.id, record]))
      for (const id of part) deliver(id, records.get(id) ?? 'missing')
    }
  }

  const deliver = (id: string, record: JobRecord | 'missing') => {
    const entry = watched.get(id)
    if (!entry) return
    entry.record = record
    for (const wakeUp of entry.wakeUps) wakeUp.wake()
  }

  const markStale = (id: string) => {
    if (!watched.has(id)) return
    if (stale.size === 0) queueMicrotask(() => void refresh().catch(leaveToPoll))
    stale.add(id)
  }
  // A store that cannot be read now will be read by the next poll.
  const leaveToPoll = () => {}

  const poll = () => {
    cancelPoll = undefined
    if (watched.size === 0) return
    for (const id of watched.keys()) markStale(id)
    cancelPoll = clock.setTimer(POLL_MS, poll)
  }

  const join = (id: string, wakeUp: WakeUp): Watched => {
    const entry: Watched = watched.get(id) ?? { wakeUps: new Set() }
    watched.set(id, entry)
    entry.wakeUps.add(wakeUp)
    cancelPoll ??= clock.setTimer(POLL_MS, poll)
    markStale(id)
    return entry
  }

  const leave = (id: string, wakeUp: WakeUp) => {
    const entry = watched.get(id)
    entry?.wakeUps.delete(wakeUp)
    if (entry?.wakeUps.size === 0) watched.delete(id)
    if (watched.size > 0) return
    cancelPoll?.()
    cancelPoll = undefined
  }

  for (const name of TELLING) {
    events.on(name, (event) => {
      if ('job' in event) markStale(event.job.id)
    })
  }

  return {
    async *watch(id, deadline = Number.POSITIVE_INFINITY) {
      const wakeUp = createWakeUp(clock)
      const entry = join(id, wakeUp)
      try {
        for (let remaining = deadline - clock.now(); remaining > 0; ) {
          await wakeUp.wait(Math.min(remaining, POLL_MS * 2))
          const { record } = entry
          if (record === 'missing') throw notFound(id)
          if (record) yield record
          if (record && isFinal(record.state)) return
          remaining = deadline - clock.now()
        }
      } finally {
        leave(id, wakeUp)
      }
    },
  }
}

const notFound = (id: string) =>
  new NightshiftError('JOB_NOT_FOUND', `There is no job ${id}. It may have been deleted.`)
