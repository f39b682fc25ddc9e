import type {
  ClaimedJob,
  JobId,
  JobTrail,
  NewJob,
  NextState,
  Outcome,
  Settlement,
} from '@nightshift/core'

/** Ids in ascending order, different in their first 63 bits, the same on every run. */
export function idMaker(): () => JobId {
  let made = 0
  return () => {
    made += 1
    return idNumber(made)
  }
}

export const idNumber = (number: number): JobId =>
  `0${number.toString(16).padStart(12, '0')}${'5'.repeat(13)}`

/** Another id with the same first 63 bits. */
export const collidingId = (id: JobId): JobId => `${id.slice(0, 13)}${'7'.repeat(13)}`

export const newJob = (id: JobId, given: Partial<NewJob> = {}): NewJob => ({
  id,
  name: 'send-mail',
  queue: 'default',
  priority: 2,
  headStartMs: 0,
  input: '{}',
  ...given,
})

export const EMPTY_TRAIL: JobTrail = {
  attempts: [],
  logs: [],
  logsDropped: 0,
  steps: {},
  dependents: [],
}

/** As long as a live job has the key, no other gets it. */
export const unique = (key: string, windowMs?: number) =>
  ({ key, mode: 'unique', ...(windowMs !== undefined && { windowMs }) }) as const

/** What a holder may add to a settlement. */
export type Extra = Pick<Settlement, 'failure' | 'progress' | 'logs'>

export const settlement = (
  { id, token }: Pick<ClaimedJob, 'id' | 'token'>,
  outcome: Outcome,
  next: NextState,
  extra: Extra = {},
): Settlement => ({ id, token, outcome, next, ...extra })

export const completed = (job: ClaimedJob, result?: string, extra?: Extra): Settlement =>
  settlement(
    job,
    'succeeded',
    { state: 'completed', ...(result !== undefined && { result }) },
    extra,
  )

export const failed = (job: ClaimedJob, extra?: Extra): Settlement =>
  settlement(job, 'failed', { state: 'failed' }, { failure: '{"code":"BROKEN"}', ...extra })

/** A failed attempt that will be tried again; without a delay it keeps its place. */
export const retried = (job: ClaimedJob, delayMs?: number, extra?: Extra): Settlement =>
  settlement(
    job,
    'failed',
    {
      state: 'queued',
      attempt: job.attempt,
      headStartMs: 0,
      ...(delayMs !== undefined && { delayMs }),
    },
    { failure: '{"code":"BROKEN"}', ...extra },
  )

export const interrupted = (job: ClaimedJob): Settlement =>
  settlement(job, 'interrupted', { state: 'queued', attempt: job.attempt - 1, headStartMs: 0 })

/** How core settles what it took over from a lost worker. */
export const lost = (job: ClaimedJob): Settlement =>
  settlement(job, 'lost', { state: 'queued', attempt: job.attempt - 1, headStartMs: 0 })

/** The execution never began, and goes back as if nothing had been. */
export const untouched = ({ id, token, attempt }: ClaimedJob): Settlement => ({
  id,
  token,
  next: { state: 'queued', attempt: attempt - 1, headStartMs: 0 },
})

export const logLine = (message: string) => ({ at: 1, level: 'info', message }) as const
