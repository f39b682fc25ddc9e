import { type EpochMs, type LimitDefinition, RATE_SUB_WINDOWS } from '@nightshift/core'

export type Rate = NonNullable<LimitDefinition['rate']>

/** Number of a sub-window of the period, counted from the epoch, and the claims in it. */
export type ClaimWindow = readonly [window: number, claims: number]

/**
 * The current sub-window and the twenty before it cover more than a period, whatever the instant,
 * so their sum is never too low.
 */
export const claimed = (windows: readonly ClaimWindow[], rate: Rate, now: EpochMs): number =>
  counting(windows, rate, now).reduce((sum, [, claims]) => sum + claims, 0)

export function withClaim(
  windows: readonly ClaimWindow[],
  rate: Rate,
  now: EpochMs,
): readonly ClaimWindow[] {
  const current = windowOf(rate, now)
  const kept = counting(windows, rate, now)
  const before = kept.find(([window]) => window === current)?.[1] ?? 0
  return [...kept.filter(([window]) => window !== current), [current, before + 1]]
}

/** When the first claims that stand in the way have gone out of the sum. */
export function roomAt(
  windows: readonly ClaimWindow[],
  rate: Rate,
  now: EpochMs,
): EpochMs | undefined {
  let sum = claimed(windows, rate, now)
  for (const [window, claims] of counting(windows, rate, now).toSorted(([a], [b]) => a - b)) {
    sum -= claims
    if (sum < rate.limit) {
      return Math.ceil(((window + RATE_SUB_WINDOWS + 1) * rate.perMs) / RATE_SUB_WINDOWS)
    }
  }
  return undefined
}

function counting(windows: readonly ClaimWindow[], rate: Rate, now: EpochMs) {
  const oldest = windowOf(rate, now) - RATE_SUB_WINDOWS
  return windows.filter(([window]) => window >= oldest)
}

const windowOf = ({ perMs }: Rate, at: EpochMs) => Math.floor((at * RATE_SUB_WINDOWS) / perMs)
