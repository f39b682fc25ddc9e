import type { Clock } from '../src/time/clock.js'

interface Timer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

export interface VirtualClock extends Clock {
  /** Moves time on, firing what falls due on the way and letting its consequences happen. */
  advance(ms: number): Promise<void>
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>
  pendingTimers(): number
}

export function createVirtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  const timers = new Set<Timer>()
  let now = start
  let order = 0

  const nextDue = (limit: number) =>
    [...timers]
      .filter((timer) => timer.at <= limit)
      .sort((a, b) => a.at - b.at || a.order - b.order)[0]

  const settle = async () => {
    for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve))
  }

  return {
    now: () => now,
    setTimer(ms, fire) {
      const timer = { at: now + Math.max(0, ms), order: order++, fire }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(ms) {
      const end = now + ms
      await settle()
      for (let timer = nextDue(end); timer; timer = nextDue(end)) {
        now = Math.max(now, timer.at)
        timers.delete(timer)
        timer.fire()
        await settle()
      }
      now = end
      await settle()
    },
    settle,
    pendingTimers: () => timers.size,
  }
}
