/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number

/** Ends a timer; calling it twice, or after the timer fired, does nothing. */
export type CancelTimer = () => void

/**
 * The only source of time in core. Production uses {@link systemClock}; tests inject a virtual one.
 * Storages have a clock of their own: what is written down is always stamped by the store.
 */
export interface Clock {
  now(): EpochMs
  /** Calls `fire` once after `ms`. A `background` timer does not keep the process alive. */
  setTimer(ms: number, fire: () => void, kind?: 'foreground' | 'background'): CancelTimer
}

/** Node clamps longer delays to one millisecond, so a longer timer is walked in legs. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(ms, fire, kind = 'foreground') {
    let timer: NodeJS.Timeout
    const wait = (remaining: number) => {
      const leg = Math.min(Math.max(remaining, 0), LONGEST_TIMER_MS)
      timer = setTimeout(() => (remaining > leg ? wait(remaining - leg) : fire()), leg)
      if (kind === 'background') timer.unref()
    }
    wait(ms)
    return () => clearTimeout(timer)
  },
}
