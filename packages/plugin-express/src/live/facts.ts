import type { EventName, Failure, NightshiftEvents } from '@nightshift/core'

export type JobEventName = Extract<EventName, `job:${string}`>

/** A progress tells of so many finished steps; the job itself has them all. */
const STEPS_TOLD = 50

/**
 * What the stream tells of each event beside the job: an allow-list, so that inputs, results, log
 * data and stacks, which may be large or private, are read where they are guarded.
 */
const FACTS: { readonly [Name in JobEventName]: (event: NightshiftEvents[Name]) => object } = {
  'job:enqueued': () => ({}),
  'job:started': ({ attempt, worker }) => ({ attempt, worker }),
  'job:progress': ({ progress }) => ({
    progress: { ...progress, stepsDone: progress.stepsDone.slice(-STEPS_TOLD) },
  }),
  'job:log': ({ line: { at, level, message } }) => ({ line: { at, level, message } }),
  'job:completed': ({ durationMs }) => ({ durationMs }),
  'job:retrying': ({ attempt, delayMs, failure }) => ({ attempt, delayMs, failure: told(failure) }),
  'job:snoozed': ({ delayMs }) => ({ delayMs }),
  'job:failed': ({ attempt, failure }) => ({ attempt, failure: told(failure) }),
  'job:cancelled': ({ reason }) => ({ reason }),
  'job:lost': ({ worker }) => ({ worker }),
}

const told = ({ code, message, category }: Failure) => ({ code, message, category })

export const JOB_EVENTS = Object.keys(FACTS) as unknown as readonly [
  JobEventName,
  ...JobEventName[],
]

export const factsOf = <Name extends JobEventName>(
  name: Name,
  event: NightshiftEvents[Name],
): object => FACTS[name](event)
