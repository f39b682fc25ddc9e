import type { EpochMs, StorageClock } from '@nightshift/core'

/** A clock that moves only when told to, so that nothing in the kit ever waits. */
export interface VirtualClock extends StorageClock {
  advance(ms: number): void
}

/** When every clock of the kit begins. */
export const START: EpochMs = Date.UTC(2026, 0, 1)

export function virtualClock(): VirtualClock {
  let now = START
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}
