import { NightshiftError } from '../errors.js'
import { type Duration, milliseconds } from '../time/duration.js'

/** A number in [0, 1). Injected, so that a run can be repeated. */
export type Random = () => number

/** When to try again, as data. Delays are milliseconds; attempts are numbered from 1. */
export type Backoff =
  | { readonly type: 'fixed'; readonly delayMs: number }
  | { readonly type: 'delays'; readonly delaysMs: readonly number[] }
  | {
      readonly type: 'exponential'
      readonly firstMs: number
      readonly maxMs: number
      readonly factor: number
      readonly jitter: number
    }

/** By error code: another back-off for it, or `false` to fail at once. */
export type RetryRules = Readonly<Record<string, Backoff | false>>

export interface RetryPolicy {
  /** Attempts after the first one. Default 3, or as many as `delays` names. */
  readonly retries?: number
  /** Default `exponential({ first: '1s', max: '10m', jitter: 0.1 })`. */
  readonly backoff?: Backoff
  readonly rules?: RetryRules
}

/** A policy, only its back-off, or `false` for a single attempt. */
export type Retry = RetryPolicy | Backoff | false

export interface ResolvedRetry {
  readonly retries: number
  readonly backoff: Backoff
  readonly rules: RetryRules
}

const DEFAULT_RETRIES = 3

/** Always the same wait. */
export const fixed = (delay: Duration): Backoff => ({
  type: 'fixed',
  delayMs: milliseconds(delay, 'delay'),
})

/** An explicit list; it implies as many retries as it has entries. */
export function delays(...list: readonly Duration[]): Backoff {
  if (list.length === 0) {
    throw new NightshiftError('INVALID_RETRY', "delays() needs at least one, such as delays('1m').")
  }
  return { type: 'delays', delaysMs: list.map((delay) => milliseconds(delay, 'delay')) }
}

export interface ExponentialOptions {
  /** The first wait. Default 1 s. */
  readonly first?: Duration
  /** No wait is longer. Default 10 min. */
  readonly max?: Duration
  /** Each wait is this many times the one before. Default 2. */
  readonly factor?: number
  /** Up to this share of the wait is added at random, so that failures do not return together. Default 0.1. */
  readonly jitter?: number
}

/** Doubling waits with a cap and some randomness. */
export function exponential(options: ExponentialOptions = {}): Backoff {
  const { first = '1s', max = '10m', factor = 2, jitter = 0.1 } = options
  if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
    throw new NightshiftError(
      'INVALID_RETRY',
      'exponential() needs a factor of at least 1 and a jitter between 0 and 1.',
    )
  }
  const firstMs = milliseconds(first, 'first delay')
  return { type: 'exponential', firstMs, maxMs: milliseconds(max, 'longest delay'), factor, jitter }
}

const DEFAULT_BACKOFF = exponential()

/** @throws NightshiftError `INVALID_RETRY` when `retries` is not a whole number from 0. */
export function resolveRetry(retry: Retry = {}): ResolvedRetry {
  if (retry === false) return { retries: 0, backoff: DEFAULT_BACKOFF, rules: {} }
  const policy: RetryPolicy = 'type' in retry ? { backoff: retry } : retry
  const { backoff = DEFAULT_BACKOFF, rules = {} } = policy
  const implied = backoff.type === 'delays' ? backoff.delaysMs.length : DEFAULT_RETRIES
  const retries = policy.retries ?? implied
  if (Number.isInteger(retries) && retries >= 0) return { retries, backoff, rules }
  throw new NightshiftError(
    'INVALID_RETRY',
    `retries must be a whole number from 0, not ${JSON.stringify(retries)}.`,
  )
}

/** The wait after the given attempt failed; never above the back-off's own cap. */
export function backoffDelay(backoff: Backoff, attempt: number, random: Random): number {
  switch (backoff.type) {
    case 'fixed':
      return backoff.delayMs
    case 'delays':
      return backoff.delaysMs[Math.min(attempt, backoff.delaysMs.length) - 1] as number
    case 'exponential': {
      const grown = backoff.firstMs * backoff.factor ** (attempt - 1)
      const jittered = Math.min(grown, backoff.maxMs) * (1 + backoff.jitter * random())
      return Math.round(Math.min(jittered, backoff.maxMs))
    }
  }
}
