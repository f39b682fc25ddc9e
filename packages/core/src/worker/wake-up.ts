import type { Clock } from '../time/clock.js'

/** A sleep that can be cut short; a wake-up that comes before the sleep is not lost. */
export interface WakeUp {
  wake(): void
  wait(ms: number): Promise<void>
}

export function createWakeUp(clock: Clock): WakeUp {
  let pending = false
  let rouse: (() => void) | undefined

  return {
    wake() {
      pending = true
      rouse?.()
    },
    async wait(ms) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          const cancel = clock.setTimer(ms, resolve)
          rouse = () => {
            cancel()
            resolve()
          }
        })
        rouse = undefined
      }
      pending = false
    },
  }
}
