import type { NextState, Outcome } from '../storage/contract.js'
import type { DescribedFailure } from './failure.js'
import { backoffDelay, type Random, type ResolvedRetry } from './retry.js'

/** How an execution ended, before anybody has decided what follows from it. */
export type Ending =
  | { readonly type: 'succeeded'; readonly result?: string }
  | { readonly type: 'failed'; readonly described: DescribedFailure }
  | { readonly type: 'timed-out'; readonly described: DescribedFailure }
  | { readonly type: 'snoozed'; readonly delayMs: number }
  /** A shutdown, or a worker without the handler: nobody's fault. */
  | { readonly type: 'interrupted'; readonly delayMs?: number }
  /** The worker died, or its lease ran out, under the job. */
  | { readonly type: 'lost' }
  | { readonly type: 'cancelled' }

/** What the decision depends on, beside the ending itself. */
export interface Standing {
  /** Attempts that count, this one included. */
  readonly attempt: number
  readonly retry: ResolvedRetry
  readonly headStartMs: number
}

export interface Decision {
  readonly outcome: Outcome
  readonly next: NextState
}

/** The one place where it is decided what becomes of a job whose execution ended. Pure. */
export function decide(ending: Ending, standing: Standing, random: Random): Decision {
  const { attempt, headStartMs } = standing
  const again = (counted: number, delayMs?: number): NextState => ({
    state: 'queued',
    attempt: counted,
    headStartMs,
    ...(delayMs !== undefined && { delayMs }),
  })

  switch (ending.type) {
    case 'succeeded':
      return {
        outcome: 'succeeded',
        next: {
          state: 'completed',
          ...(ending.result !== undefined && { result: ending.result }),
        },
      }
    case 'failed':
    case 'timed-out': {
      const delayMs = retryDelay(ending.described, standing, random)
      const next: NextState = delayMs === undefined ? { state: 'failed' } : again(attempt, delayMs)
      return { outcome: ending.type, next }
    }
    case 'snoozed':
      return { outcome: 'snoozed', next: again(attempt - 1, ending.delayMs) }
    case 'interrupted':
      return { outcome: 'interrupted', next: again(attempt - 1, ending.delayMs) }
    case 'lost':
      return { outcome: 'lost', next: again(attempt - 1) }
    case 'cancelled':
      return { outcome: 'cancelled', next: { state: 'cancelled' } }
  }
}

/** Milliseconds until the next attempt, or `undefined` when there is to be none. */
function retryDelay(
  described: DescribedFailure,
  { attempt, retry }: Standing,
  random: Random,
): number | undefined {
  const rule = retry.rules[described.failure.code]
  if (!described.retryable || rule === false || attempt > retry.retries) return undefined
  const delayMs = backoffDelay(rule ?? retry.backoff, attempt, random)
  // Whoever named a time knows better than any formula.
  return described.retryAfterMs ?? delayMs
}
