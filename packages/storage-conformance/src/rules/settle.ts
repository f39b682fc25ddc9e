import assert from 'node:assert/strict'
import type { ClaimedJob } from '@nightshift/core'
import {
  completed,
  EMPTY_TRAIL,
  failed,
  interrupted,
  retried,
  settlement,
  untouched,
} from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

const SETTLED = { status: 'settled', state: 'completed' } as const
const LEASE_LOST = { status: 'lease-lost' } as const

export const settleRules: readonly Rule[] = [
  rule('settle/completes', 'the result, the outcome and the times are kept', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    bench.clock.advance(10)
    const job = await worker.claimOne()
    bench.clock.advance(25)
    assertSame(await worker.settle(completed(job, '{ "ok" : 1e2 }')), [SETTLED])
    const { token: _, ...claimed } = job
    const endedAt = bench.clock.now()
    const ended = { state: 'completed', result: '{ "ok" : 1e2 }', endedAt } as const
    assertSame(await bench.read(id), { ...claimed, ...ended })
    assert.equal(claimed.startedAt, endedAt - 25)
    const [attempt] = (await bench.trail(id)).attempts
    assertSame([attempt?.outcome, attempt?.endedAt], ['succeeded', endedAt])
  }),

  rule('settle/completes', 'failed and cancelled are final as well', async (bench) => {
    const [first, second] = await bench.enqueue({}, {})
    const worker = await bench.worker()
    const [one, two] = (await worker.claim(2)) as [ClaimedJob, ClaimedJob]
    const answers = await worker.settle(
      failed(one, { failure: '{"code":"NO"}' }),
      settlement(two, 'cancelled', { state: 'cancelled' }),
    )
    assertSame(answers, [
      { status: 'settled', state: 'failed' },
      { status: 'settled', state: 'cancelled' },
    ])
    const endedAt = bench.clock.now()
    const [failure, none] = ['{"code":"NO"}', undefined]
    assertIncludes(await bench.read(first?.id as string), { state: 'failed', endedAt, failure })
    assertIncludes(await bench.read(second?.id as string), { state: 'cancelled', failure: none })
    assert.deepEqual(await worker.claim(9), [])
  }),

  rule('settle/retries', 'a job sent back has its new attempt, due time and key', async (bench) => {
    const job = await bench.enqueueOne({ headStartMs: 50 })
    const worker = await bench.worker()
    const claimed = await worker.claimOne()
    bench.clock.advance(5)
    const next = { state: 'queued', attempt: 7, delayMs: 1_000, headStartMs: 200 } as const
    const [answer] = await worker.settle(settlement(claimed, 'failed', next, { failure: '"no"' }))
    assertSame(answer, { status: 'settled', state: 'queued' })
    const dueAt = bench.clock.now() + 1_000
    const back = {
      state: 'queued',
      attempt: 7,
      dueAt,
      failure: '"no"',
      endedAt: undefined,
    } as const
    assertIncludes(await bench.read(job.id), back)
    assert.deepEqual(await worker.claim(1), [], 'not before it is due')
    bench.clock.advance(790)
    const earlier = await bench.enqueueOne()
    bench.clock.advance(20)
    const later = await bench.enqueueOne()
    bench.clock.advance(190)
    const order = await worker.claim(3)
    assert.deepEqual(
      idsOf(order),
      idsOf([earlier, job, later]),
      'due time minus the new head start',
    )
    assert.equal(order[1]?.attempt, 8)
  }),

  rule(
    'settle/retries',
    'what the same turn sends back, due now, it may claim again',
    async (bench) => {
      await bench.enqueueOne()
      const worker = await bench.worker()
      const first = await worker.claimOne()
      const { claimed } = await worker.turn({
        settle: [retried(first, 0)],
        claim: [{ queue: 'default', slots: 1 }],
      })
      assert.equal(claimed[0]?.attempt, 2)
      assert.deepEqual(await worker.settle(completed(first)), [LEASE_LOST], 'under a new token')
      assertSame(await worker.settle(completed(claimed[0] as ClaimedJob)), [SETTLED])
    },
  ),

  rule('settle/keeps-key', 'without a delay it returns to the place it had', async (bench) => {
    const job = await bench.enqueueOne({ headStartMs: 30 })
    const { dueAt } = await bench.read(job.id)
    bench.clock.advance(10)
    const second = await bench.enqueueOne()
    bench.clock.advance(40)
    const third = await bench.enqueueOne({ headStartMs: 30 })
    const worker = await bench.worker()
    const claimed = await worker.claimOne()
    assert.equal(claimed.id, job.id)
    bench.clock.advance(10_000)
    const next = { state: 'queued', attempt: 0, headStartMs: -99_999 } as const
    await worker.settle(settlement(claimed, 'interrupted', next))
    assertIncludes(await bench.read(job.id), { state: 'queued', attempt: 0, dueAt })
    assert.deepEqual(idsOf(await worker.claim(9)), idsOf([job, second, third]))
  }),

  rule('settle/trail', 'every ended execution is kept', async (bench) => {
    const { id } = await bench.enqueueOne()
    const start = bench.clock.now()
    const first = await bench.worker({ name: 'one', leaseMs: 10_000 })
    const claimed = await first.claimOne()
    bench.clock.advance(10)
    await first.settle(retried(claimed, 5, { failure: '"first"' }))
    bench.clock.advance(10)
    const second = await bench.worker({ name: 'two', leaseMs: 10_000 })
    const snooze = { state: 'queued', attempt: 1, delayMs: 0, headStartMs: 0 } as const
    await second.settle(settlement(await second.claimOne(), 'snoozed', snooze))
    await second.settle(interrupted(await second.claimOne()))
    await second.settle(completed(await second.claimOne(), '1'))
    const at = { worker: 'two', startedAt: start + 20, endedAt: start + 20 }
    assertSame((await bench.trail(id)).attempts, [
      {
        execution: 1,
        outcome: 'failed',
        worker: 'one',
        startedAt: start,
        endedAt: start + 10,
        failure: '"first"',
      },
      { execution: 2, outcome: 'snoozed', ...at },
      { execution: 3, outcome: 'interrupted', ...at },
      { execution: 4, outcome: 'succeeded', ...at },
    ])
  }),

  rule('settle/trail', 'every outcome is kept by its name', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const outcomes = [
      'failed',
      'timed-out',
      'snoozed',
      'interrupted',
      'lost',
      'cancelled',
      'succeeded',
    ] as const
    for (const outcome of outcomes) {
      await worker.settle({ ...interrupted(await worker.claimOne()), outcome })
    }
    assert.deepEqual(
      (await bench.trail(id)).attempts.map(({ outcome }) => outcome),
      outcomes,
    )
    const stranger = `7${id.slice(1)}`
    assert.equal(await bench.storage.trail(stranger), undefined, 'an unknown job has none')
  }),

  rule('settle/untouched', 'without an outcome nothing is added to the trail', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const job = await worker.claimOne()
    assertSame(await worker.settle(untouched(job)), [{ status: 'settled', state: 'queued' }])
    assertIncludes(await bench.read(id), { state: 'queued', attempt: 0, failure: undefined })
    assertSame(await bench.trail(id), EMPTY_TRAIL)
    await worker.settle(completed(await worker.claimOne()))
    assert.equal((await bench.trail(id)).attempts[0]?.execution, 1)
  }),

  rule(
    'settle/clears-suspicion',
    'any outcome but lost and interrupted ends suspicion',
    async (bench) => {
      const { id } = await bench.enqueueOne()
      const taker = await bench.worker()
      const queued = { state: 'queued', attempt: 0, headStartMs: 0 } as const
      const becomesSuspect = async () => {
        const dying = await bench.worker()
        await dying.claimOne()
        await dying.close()
        const [job] = await taker.recover()
        await taker.settle(settlement(job as ClaimedJob, 'lost', { ...queued, crashes: 2 }))
        assertIncludes(await bench.read(id), { suspect: true, crashes: 2 })
      }
      await becomesSuspect()
      await taker.settle(interrupted(await taker.claimOne()))
      await taker.settle(untouched(await taker.claimOne()))
      assertIncludes(await bench.read(id), { suspect: true, crashes: 2 })
      for (const outcome of ['failed', 'timed-out', 'snoozed', 'cancelled'] as const) {
        await taker.settle(settlement(await taker.claimOne(), outcome, queued))
        assertIncludes(await bench.read(id), { suspect: false, crashes: 2 }, outcome)
        await becomesSuspect()
      }
      await taker.settle(completed(await taker.claimOne()))
      assertIncludes(await bench.read(id), { suspect: false, state: 'completed' })
    },
  ),
]
