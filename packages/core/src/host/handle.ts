import { JobError, NightshiftError } from '../errors.js'
import type { Failure } from '../job/failure.js'
import type { Priority } from '../job/priority.js'
import type { Progress } from '../job/progress.js'
import { isFinal } from '../job/state.js'
import type { JobRecord } from '../storage/contract.js'
import type { Clock } from '../time/clock.js'
import { type Duration, milliseconds } from '../time/duration.js'
import type { CommandReport } from './jobs.js'
import type { Watcher } from './watcher.js'

/** A job as the one who enqueued it holds it: by id, usable from any process. */
export interface JobHandle<Result = unknown> {
  readonly id: string
  /** `true`: the dedup key was taken, and this is the handle of the job that holds it. */
  readonly duplicate: boolean
  /**
   * The result, once the job completed.
   * @throws JobError with the failure's code when it failed; `JOB_CANCELLED` when cancelled
   * @throws NightshiftError `RESULT_TIMEOUT` after `timeout` (default: no limit), `JOB_NOT_FOUND`
   */
  result(options?: { readonly timeout?: Duration }): Promise<Result>
  /** Every progress from now until the job is final; ends by itself. */
  progress(): AsyncIterableIterator<Progress>
  cancel(reason?: string): Promise<CommandReport>
  retry(): Promise<CommandReport>
  setPriority(priority: Priority): Promise<CommandReport>
}

export interface HandleServices {
  readonly watcher: Watcher
  readonly clock: Clock
  cancel(id: string, reason: string): Promise<CommandReport>
  retry(id: string): Promise<CommandReport>
  setPriority(id: string, priority: Priority): Promise<CommandReport>
}

export function createHandle<Result>(
  id: string,
  duplicate: boolean,
  services: HandleServices,
): JobHandle<Result> {
  return {
    id,
    duplicate,
    async result({ timeout } = {}) {
      const deadline =
        timeout === undefined ? undefined : services.clock.now() + milliseconds(timeout, 'timeout')
      for await (const record of services.watcher.watch(id, deadline)) {
        if (isFinal(record.state)) return resultOf(record) as Result
      }
      throw new NightshiftError(
        'RESULT_TIMEOUT',
        `The job ${id} was not finished within ${timeout}. It goes on; ask again, or give it longer.`,
      )
    },
    async *progress() {
      let last: string | undefined
      for await (const { progress } of services.watcher.watch(id)) {
        if (progress !== undefined && progress !== last) yield JSON.parse(progress) as Progress
        last = progress
      }
    },
    cancel: (reason = 'asked for by the host') => services.cancel(id, reason),
    retry: () => services.retry(id),
    setPriority: (priority) => services.setPriority(id, priority),
  }
}

function resultOf({ id, state, result, failure, cancelReason }: JobRecord): unknown {
  if (state === 'completed') return result === undefined ? undefined : JSON.parse(result)
  if (state === 'cancelled') {
    throw new JobError(
      'JOB_CANCELLED',
      `The job ${id} was cancelled: ${cancelReason ?? 'no reason given'}`,
    )
  }
  const known: Failure | undefined = failure === undefined ? undefined : JSON.parse(failure)
  throw new JobError(known?.code ?? 'UNKNOWN_FAILURE', known?.message ?? `The job ${id} failed.`)
}
