import type { Command, JobId, JobState } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed } from '../builders.js'
import { assertSame } from '../same.js'

/** One job in each of these states, in a queue named after it. */
export async function oneInEach<S extends JobState>(
  bench: Bench,
  ...states: readonly S[]
): Promise<Record<S, JobId>> {
  const worker = await bench.worker()
  const ids: Partial<Record<S, JobId>> = {}
  for (const state of states) {
    const { id } = await bench.enqueueOne({ queue: state })
    ids[state] = id
    if (state === 'cancelled') await bench.storage.command([id], { type: 'cancel', reason: '' })
    if (state === 'queued' || state === 'cancelled') continue
    const job = await worker.claimOne(state)
    if (state === 'completed') await worker.settle(completed(job, '1'))
    if (state === 'failed') await worker.settle(failed(job))
  }
  return ids as Record<S, JobId>
}

/** The command is refused in each state, and the jobs stay as they are. */
export async function assertRefused(
  bench: Bench,
  order: Command,
  ...states: readonly JobState[]
): Promise<void> {
  const ids = Object.values(await oneInEach(bench, ...states))
  const before = await bench.storage.get(ids)
  const answers = await bench.storage.command(ids, order)
  assertSame(
    answers,
    states.map((state) => ({ status: 'refused', state })),
  )
  assertSame(await bench.storage.get(ids), before)
}
