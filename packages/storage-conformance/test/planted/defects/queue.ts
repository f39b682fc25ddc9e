import { type Defect, defect } from '../defect.js'

export const queueDefects: readonly Defect[] = [
  defect(
    'enqueue/queue-full',
    'one job too many is taken',
    'enqueue',
    'queue.length + count > maxLength',
    'queue.length + count > maxLength + 1',
  ),
  defect(
    'enqueue/queue-full',
    'blocked jobs take no room',
    'queue',
    "this.#waiting += 1\n    if (state === 'blocked') return",
    "if (state === 'blocked') return\n    this.#waiting += 1",
  ),
  defect(
    'enqueue/queue-full',
    'duplicates take room',
    'enqueue',
    'if (isNew(job)) {',
    'newcomers.set(job.queue, (newcomers.get(job.queue) ?? 0) + (isNew(job) ? 0 : 1))\n    if (isNew(job)) {',
  ),
  defect(
    'enqueue/retries-are-never-refused',
    'a full queue fails what comes back',
    'settle',
    "if (next.state === 'queued') sendBack",
    `const queue = data.queues.get(job.record.queue)
  if (next.state === 'queued' && queue && queue.length >= (queue.maxLength ?? 9_999)) {
    finish(data, job, { state: 'failed' }, now)
  } else if (next.state === 'queued') sendBack`,
  ),
  defect(
    'enqueue/retries-are-never-refused',
    'a full queue takes no jobs of schedules',
    'schedule-move',
    "if (!refusal || refusal.status === 'queue-full') return",
    'if (!refusal) return',
  ),
  defect(
    'queue/defined',
    'a maximum cannot be lifted',
    'memory-storage',
    'queueOf(data, name).maxLength = maxLength',
    'queueOf(data, name).maxLength = maxLength ?? queueOf(data, name).maxLength',
  ),
  defect(
    'queue/paused',
    'nothing is paused',
    'memory-storage',
    "paused = change === 'pause'",
    "paused = change === 'pause' && name === ''",
  ),
  defect(
    'queue/paused',
    'a paused queue cannot be resumed',
    'memory-storage',
    "paused = change === 'pause'",
    "paused ||= change === 'pause'",
  ),
  defect(
    'claim/paused',
    'a paused queue is claimed from',
    'claim',
    'if (!queue || queue.paused || slots === 0) continue',
    'if (!queue || slots === 0) continue',
  ),
  defect(
    'claim/paused',
    'workers are woken for a paused queue',
    'next-due',
    'if (!queue || queue.paused) continue',
    'if (!queue) continue',
  ),
  defect(
    'queue/listed',
    'only queues with jobs are listed',
    'read',
    '[...data.queues.values()]\n    .map',
    '[...data.queues.values()]\n    .filter(({ length }) => length > 0)\n    .map',
  ),
  defect(
    'queue/listed',
    'delayed jobs are due as well',
    'queue',
    'if (at <= now) due.push(at)',
    'due.push(at)',
  ),
  defect(
    'queue/listed',
    'the first in line is taken for the oldest',
    'queue',
    'Math.min(a, b), Number.POSITIVE_INFINITY',
    'Math.max(a, b), 0',
  ),
]
