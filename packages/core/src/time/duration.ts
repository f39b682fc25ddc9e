import { NightshiftError } from '../errors.js'

/** Milliseconds as a number, or a text such as `'250ms'`, `'10s'`, `'5m'`, `'2h'`, `'7d'`, `'1.5h'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w'}`

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** A hundred years: added to any instant of today, the sum is still a valid date. */
const LONGEST_MS = 100 * 365.25 * 86_400_000

/**
 * A duration in whole milliseconds.
 * @throws NightshiftError `INVALID_DURATION` when it is negative, longer than 100 years or not understood.
 */
export function milliseconds(duration: Duration, what = 'duration'): number {
  const value = typeof duration === 'number' ? duration : parse(duration)
  if (value >= 0 && value <= LONGEST_MS) return Math.round(value)
  throw new NightshiftError(
    'INVALID_DURATION',
    `The ${what} ${JSON.stringify(duration)} is not a duration up to 100 years. Write milliseconds as a number, or a text such as '30s', '5m' or '2h'.`,
  )
}

function parse(text: unknown): number {
  const match = typeof text === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text) : null
  return match ? Number(match[1]) * (UNITS[match[2] as string] as number) : Number.NaN
}
