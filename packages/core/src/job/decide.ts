import type { NextState, Outcome } from '../storage/contract.js'
import type { DescribedFailure, Failure } from './failure.js'
import { backoffDelay, type Random, type ResolvedRetry } from './retry.js'

/** How an execution ended, before anybody has decided what follows from it. */
export type Ending =
  | { readonly type: 'succeeded'; readonly result?: string }
  | { readonly type: 'failed'; readonly described: DescribedFailure }
  | { readonly type: 'timed-out'; readonly described: DescribedFailure }
  | { readonly type: 'snoozed'; readonly delayMs: number }
  /** A shutdown: nobody's fault. */
  | { readonly type: 'interrupted' }
  /** Handed back before it began, perhaps to be left alone for a while. */
  | { readonly type: 'untouched'; readonly delayMs?: number }
  /**
   * The worker died, or its lease ran out, under the job. `guilty`: its process died while it ran
   * nothing but this job, which had been under suspicion already.
   */
  | { readonly type: 'lost'; readonly guilty: boolean }
  | { readonly type: 'cancelled' }

/** What the decision depends on, beside the ending itself. */
export interface Standing {
  /** Attempts that count, this one included. */
  readonly attempt: number
  /** Processes it has killed while it ran alone. */
  readonly crashes: number
  readonly retry: ResolvedRetry
  readonly headStartMs: number
}

export interface Decision {
  /** Absent: the execution never began. */
  readonly outcome?: Outcome
  readonly next: NextState
  readonly failure?: Failure
}

/** A job that killed this many processes while it ran alone is not tried again. */
export const MAX_CRASHES = 3

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
      return { outcome: ending.type, next, failure: ending.described.failure }
    }
    case 'snoozed':
      return { outcome: 'snoozed', next: again(attempt - 1, ending.delayMs) }
    case 'interrupted':
      return { outcome: 'interrupted', next: again(attempt - 1) }
    case 'untouched':
      return { next: again(attempt - 1, ending.delayMs) }
    case 'lost':
      return afterLoss(ending.guilty, standing)
    case 'cancelled':
      return { outcome: 'cancelled', next: { state: 'cancelled' } }
  }
}

/** A crash charges nobody but the job that was alone with it, and that one no attempt. */
function afterLoss(guilty: boolean, { attempt, crashes: before, headStartMs }: Standing): Decision {
  const crashes = before + (guilty ? 1 : 0)
  if (crashes >= MAX_CRASHES) {
    return { outcome: 'lost', next: { state: 'failed' }, failure: poisoned(crashes) }
  }
  return { outcome: 'lost', next: { state: 'queued', attempt: attempt - 1, headStartMs, crashes } }
}

const poisoned = (crashes: number): Failure => ({
  code: 'POISONED',
  category: 'engine',
  message: `The job killed its process ${crashes} times while nothing else ran there. Find out why before you retry it.`,
})

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
