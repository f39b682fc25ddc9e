import pRetry from 'p-retry'
import { StorageError } from '../errors.js'

export interface Patience {
  /** Give up after this long, counted from the first try. Default: never. */
  readonly deadlineMs?: number
  /** Which errors are worth another try. Default: those a storage calls transient. */
  readonly repeat?: 'transient' | 'always'
  /** Give up as soon as this aborts. */
  readonly signal?: AbortSignal
  /** Told of every try that failed and will be repeated. */
  readonly onRetry?: (error: Error) => void
}

/**
 * Repeats a storage call that failed for a passing reason, with growing waits up to two seconds.
 * Only calls that are safe to repeat may come here; by the contract, all of them are.
 */
export function reliably<T>(call: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const { deadlineMs, repeat = 'transient', signal, onRetry } = patience
  return pRetry(call, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 20,
    maxTimeout: 2_000,
    factor: 2,
    randomize: true,
    ...(deadlineMs !== undefined && { maxRetryTime: deadlineMs }),
    ...(signal && { signal }),
    shouldRetry: ({ error }) => {
      const passing = repeat === 'always' || (error instanceof StorageError && error.transient)
      if (passing) onRetry?.(error)
      return passing
    },
  })
}
