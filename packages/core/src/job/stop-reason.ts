import { NightshiftError } from '../errors.js'
import type { Ending } from './decide.js'
import type { DescribedFailure } from './failure.js'
import { describeFailure } from './failure.js'

/** Why a running handler is asked to stop. */
export type StopReason =
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'timeout'; readonly afterMs: number }
  | { readonly type: 'shutdown' }
  | { readonly type: 'lease-lost' }

/** What `ctx.signal.reason` is: an error whose code says which it was. */
export function stopError(stop: StopReason): NightshiftError {
  switch (stop.type) {
    case 'cancel':
      return new NightshiftError('JOB_CANCELLED', `The job was cancelled: ${stop.reason}`)
    case 'timeout':
      return new NightshiftError(
        'JOB_TIMEOUT',
        `The job ran longer than its timeout of ${stop.afterMs} ms. Raise the timeout, or make it do less at once.`,
      )
    case 'shutdown':
      return new NightshiftError('SHUTDOWN', 'The worker is shutting down; the job will run again.')
    case 'lease-lost':
      return new NightshiftError(
        'LEASE_LOST',
        'This worker lost its lease, so another may run the job: whatever it still does counts for nothing.',
      )
  }
}

/** How an execution ended that was asked to stop and did not succeed all the same. */
export function endingOfStop(stop: StopReason): Ending {
  switch (stop.type) {
    case 'cancel':
      return { type: 'cancelled' }
    case 'timeout':
      return { type: 'timed-out', described: timeoutFailure(stop) }
    case 'shutdown':
    case 'lease-lost':
      return { type: 'interrupted' }
  }
}

const timeoutFailure = (stop: StopReason): DescribedFailure =>
  describeFailure(stopError(stop), 'timeout')
