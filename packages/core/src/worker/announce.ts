import type { EventBus, JobReference } from '../events/bus.js'
import type { Decision } from '../job/decide.js'
import type { JobRecord, JobState } from '../storage/contract.js'
import type { Ended } from './crew.js'

export const referenceOf = ({ id, name, queue }: JobRecord): JobReference => ({ id, name, queue })

/** Tells listeners what became of an execution, once the store has confirmed it. */
export function announceSettled(
  events: EventBus,
  { job, ending, durationMs, cancelReason }: Ended,
  { next, failure }: Decision,
  state: JobState,
): void {
  const about = { job: referenceOf(job) }
  if (state === 'cancelled') {
    events.emit('job:cancelled', { ...about, reason: cancelReason })
  } else if (ending.type === 'succeeded') {
    const result = ending.result === undefined ? undefined : JSON.parse(ending.result)
    events.emit('job:completed', { ...about, result, durationMs })
  } else if (ending.type === 'snoozed') {
    events.emit('job:snoozed', { ...about, delayMs: ending.delayMs })
  } else if (failure) {
    const attempt = { ...about, attempt: job.attempt, failure }
    const delayMs = next.state === 'queued' ? (next.delayMs ?? 0) : 0
    if (state === 'failed') events.emit('job:failed', attempt)
    else events.emit('job:retrying', { ...attempt, delayMs })
  }
}
