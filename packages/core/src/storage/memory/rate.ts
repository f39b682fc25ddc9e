import type { EpochMs } from '../../time/clock.js'
import { type LimitDefinition, RATE_SUB_WINDOWS } from '../contract.js'

export type Rate = NonNullable<LimitDefinition['rate']>

/**
 * Claims by sub-window of the period. The current one and the twenty before it cover more than a
 * period, whatever the instant, so their sum is never too low.
 */
export class RateWindows {
  readonly #claims = new Map<number, number>()

  count(rate: Rate, now: EpochMs): void {
    const current = windowOf(rate, now)
    for (const window of this.#claims.keys()) {
      if (window < current - RATE_SUB_WINDOWS) this.#claims.delete(window)
    }
    this.#claims.set(current, (this.#claims.get(current) ?? 0) + 1)
  }

  claimed(rate: Rate, now: EpochMs): number {
    const oldest = windowOf(rate, now) - RATE_SUB_WINDOWS
    let sum = 0
    for (const [window, claims] of this.#claims) if (window >= oldest) sum += claims
    return sum
  }

  /** When the first claims that stand in the way have gone out of the sum. */
  roomAt(rate: Rate, now: EpochMs): EpochMs | undefined {
    let sum = this.claimed(rate, now)
    const oldest = windowOf(rate, now) - RATE_SUB_WINDOWS
    const counting = [...this.#claims].filter(([window]) => window >= oldest)
    for (const [window, claims] of counting.sort(([a], [b]) => a - b)) {
      sum -= claims
      if (sum < rate.limit) {
        return Math.ceil(((window + RATE_SUB_WINDOWS + 1) * rate.perMs) / RATE_SUB_WINDOWS)
      }
    }
    return undefined
  }
}

const windowOf = ({ perMs }: Rate, at: EpochMs) => Math.floor((at * RATE_SUB_WINDOWS) / perMs)
