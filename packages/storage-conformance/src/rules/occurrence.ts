import assert from 'node:assert/strict'
import type { FinalState, NewJob, OccurrenceState } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, retried } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame } from '../same.js'
import { after } from './depend.js'
import { move, occurrence, put, read } from './schedule.js'

/** A job for an occurrence of schedule “a”, on which “b” depends. */
async function withAnOccurrence(bench: Bench, given: Partial<NewJob> = {}) {
  const first = await put(bench, 'a', { dependents: ['b'] })
  await put(bench, 'b')
  const job = bench.job({ occurrence: { schedule: 'a', nominal: 5, run: 1 }, ...given })
  const occurrences = [
    occurrence(5, { run: 1, state: 'enqueued', job: job.id }),
    occurrence(5, { state: 'enqueued', job: 'another' }),
  ]
  await bench.storage.moveSchedule(move(first, { occurrences, enqueue: [job] }))
  const find = async () => (await bench.storage.occurrences({ schedule: 'a', limit: 9 }))[0]
  return { job, find }
}

/** Both schedules are due at once with raised revisions, after the step and because of it. */
async function wakesBoth(bench: Bench, step: () => Promise<unknown>): Promise<void> {
  const before = [await read(bench, 'a'), await read(bench, 'b')]
  await step()
  for (const { id, revision } of before) {
    const now = await read(bench, id)
    assert.ok(now.revision > revision, `${id} is moved`)
    assert.ok((now.dueAt ?? Number.POSITIVE_INFINITY) <= bench.clock.now(), `${id} is due`)
  }
}

const OUTCOMES: readonly (readonly [FinalState, OccurrenceState])[] = [
  ['completed', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
]

export const occurrenceRules: readonly Rule[] = [
  ...OUTCOMES.map(([state, expected]) =>
    rule('settle/occurrence', `a ${state} job’s occurrence is ${expected}`, async (bench) => {
      const { job, find } = await withAnOccurrence(bench)
      const worker = await bench.worker()
      bench.clock.advance(20)
      await worker.settle(retried(await worker.claimOne(), 5))
      assert.equal((await find())?.state, 'enqueued', 'a retry is not the end')
      bench.clock.advance(5)
      const claimed = await worker.claimOne()
      const end =
        state === 'completed' ? completed(claimed) : { ...failed(claimed), next: { state } }
      await wakesBoth(bench, () => worker.settle(end))
      const endedAt = bench.clock.now()
      assertSame(await find(), occurrence(5, { run: 1, state: expected, job: job.id, endedAt }))
      const [, other] = await bench.storage.occurrences({ schedule: 'a', limit: 9 })
      assert.equal(other?.state, 'enqueued', 'other runs are not concerned')
    }),
  ),

  rule('settle/occurrence', 'also when a command or a dependency ends it', async (bench) => {
    const parent = await bench.enqueueOne()
    const { find } = await withAnOccurrence(bench, after([parent]))
    await wakesBoth(bench, () =>
      bench.storage.command([parent.id], { type: 'cancel', reason: 'stop' }),
    )
    assertIncludes((await find()) ?? {}, { state: 'cancelled', endedAt: bench.clock.now() })
    await wakesBoth(bench, () =>
      bench.storage.command([parent.id], { type: 'retry', headStartMs: 0 }),
    )
    assertIncludes((await find()) ?? {}, { state: 'enqueued', endedAt: undefined })
  }),

  rule('settle/occurrence', 'a retry by hand makes it enqueued again', async (bench) => {
    const { job, find } = await withAnOccurrence(bench)
    const worker = await bench.worker()
    await worker.settle(failed(await worker.claimOne()))
    await wakesBoth(bench, () => bench.storage.command([job.id], { type: 'retry', headStartMs: 0 }))
    assertIncludes((await find()) ?? {}, { state: 'enqueued', endedAt: undefined })
  }),

  rule('settle/occurrence', 'a live job that is deleted counts as cancelled', async (bench) => {
    const { job, find } = await withAnOccurrence(bench)
    await wakesBoth(bench, () => bench.storage.command([job.id], { type: 'delete' }))
    assertIncludes((await find()) ?? {}, { state: 'cancelled', endedAt: bench.clock.now() })
  }),

  rule('settle/occurrence', 'a job that is no longer its job writes nothing', async (bench) => {
    const { find } = await withAnOccurrence(bench)
    const { revision } = await read(bench, 'a')
    const reopened = occurrence(5, { run: 1, state: 'enqueued', job: 'another' })
    await bench.storage.moveSchedule(move(revision, { occurrences: [reopened] }))
    const worker = await bench.worker()
    await worker.settle(completed(await worker.claimOne()))
    assertSame(await find(), reopened)
  }),

  rule('enqueue/retries-are-never-refused', 'nor are the jobs of schedules', async (bench) => {
    await bench.storage.defineQueue('default', { maxLength: 0 })
    const { job } = await withAnOccurrence(bench)
    assert.equal((await bench.read(job.id)).state, 'queued')
  }),

  rule('occurrence/read', 'by schedule, time and state, in order', async (bench) => {
    const first = await put(bench, 'a')
    const other = await put(bench, 'b')
    const occurrences = [
      occurrence(30, { state: 'failed', endedAt: 9 }),
      occurrence(10, { state: 'succeeded', job: 'x', endedAt: 8 }),
      occurrence(20, { run: 2, state: 'enqueued' }),
      occurrence(20),
      occurrence(20, { run: 10, state: 'skipped' }),
    ]
    await bench.storage.moveSchedule(move(first, { occurrences }))
    const foreign = [occurrence(15, { schedule: 'b' })]
    await bench.storage.moveSchedule({ ...move(other, { occurrences: foreign }), id: 'b' })
    const list = async (filter: object) =>
      (await bench.storage.occurrences({ schedule: 'a', limit: 9, ...filter })).map(
        ({ nominal, run }) => `${nominal}.${run}`,
      )
    const all = ['10.0', '20.0', '20.2', '20.10', '30.0']
    assert.deepEqual(await list({ order: 'oldest' }), all)
    assert.deepEqual(await list({}), [...all].reverse())
    assert.deepEqual(await list({ limit: 2 }), ['30.0', '20.10'])
    assert.deepEqual(await list({ from: 20, to: 30, order: 'oldest' }), all.slice(1, 4))
    assert.deepEqual(await list({ from: 21 }), ['30.0'])
    assert.deepEqual(await list({ states: ['waiting', 'failed'] }), ['30.0', '20.0'])
    assert.deepEqual(await list({ states: [] }), [])
    assert.deepEqual(await list({ schedule: 'unknown' }), [])
    const [oldest] = await bench.storage.occurrences({ schedule: 'a', limit: 1, order: 'oldest' })
    assertSame(oldest, occurrences[1])
  }),

  rule('occurrence/purge', 'ended ones before a time go; others stay', async (bench) => {
    const first = await put(bench, 'a')
    const states = ['succeeded', 'waiting', 'missed', 'enqueued', 'skipped', 'failed', 'cancelled']
    const occurrences = states.map((state, index) =>
      occurrence(index, { state: state as OccurrenceState }),
    )
    await bench.storage.moveSchedule(move(first, { occurrences }))
    const left = async () =>
      (await bench.storage.occurrences({ schedule: 'a', limit: 99, order: 'oldest' })).map(
        ({ nominal }) => nominal,
      )
    assert.equal(await bench.storage.purgeOccurrences('a', 6, 2), 2)
    assert.deepEqual(await left(), [1, 3, 4, 5, 6], 'the oldest first')
    assert.equal(await bench.storage.purgeOccurrences('a', 6, 99), 2)
    assert.deepEqual(await left(), [1, 3, 6])
    assert.equal(await bench.storage.purgeOccurrences('a', 6, 99), 0)
    assert.equal(await bench.storage.purgeOccurrences('unknown', 6, 99), 0)
  }),
]
