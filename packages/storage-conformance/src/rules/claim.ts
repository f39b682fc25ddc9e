import assert from 'node:assert/strict'
import { MAX_TURN_INPUT_BYTES } from '@nightshift/core'
import { completed, retried } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

export const claimRules: readonly Rule[] = [
  rule('claim/by-key', 'lowest key first, then lowest id', async (bench) => {
    const plain = await bench.enqueueOne()
    const twin = await bench.enqueueOne()
    const ahead = await bench.enqueueOne({ headStartMs: 500 })
    bench.clock.advance(400)
    const later = await bench.enqueueOne()
    const laterAhead = await bench.enqueueOne({ headStartMs: 500 })
    const worker = await bench.worker()
    const order = [ahead, laterAhead, plain, twin, later].map(({ id }) => id)
    assert.deepEqual(idsOf(await worker.claim(2)), order.slice(0, 2))
    assert.deepEqual(idsOf(await worker.claim(9)), order.slice(2))
  }),

  rule('claim/by-key', 'ids decide among equal keys, however they came', async (bench) => {
    const jobs = Array.from({ length: 40 }, () => bench.job())
    for (const job of [...jobs].reverse()) await bench.storage.enqueue([[job]])
    const worker = await bench.worker()
    assert.deepEqual(idsOf(await worker.claim(40)), idsOf(jobs))
  }),

  rule('claim/by-key', 'the key of a delayed job counts from its due time', async (bench) => {
    const delayed = await bench.enqueueOne({ delayMs: 100 })
    bench.clock.advance(50)
    const before = await bench.enqueueOne()
    bench.clock.advance(100)
    const after = await bench.enqueueOne()
    const worker = await bench.worker()
    assert.deepEqual(idsOf(await worker.claim(9)), idsOf([before, delayed, after]))
  }),

  rule(
    'claim/due-only',
    'nothing before its due time; at its due time it is taken',
    async (bench) => {
      const ahead = await bench.enqueueOne({ delayMs: 1_000, headStartMs: 10 ** 13 })
      const dated = await bench.enqueueOne({ dueAt: bench.clock.now() + 1_000 })
      const worker = await bench.worker()
      assert.deepEqual(await worker.claim(9), [])
      bench.clock.advance(999)
      assert.deepEqual(await worker.claim(9), [])
      bench.clock.advance(1)
      assert.deepEqual(idsOf(await worker.claim(9)), idsOf([ahead, dated]))
    },
  ),

  rule(
    'claim/slots',
    'at most the slots of each queue, and only of queues named',
    async (bench) => {
      for (const queue of ['a', 'b', 'c']) await bench.enqueue({ queue }, { queue }, { queue })
      const worker = await bench.worker()
      const { claimed } = await worker.turn({
        claim: [
          { queue: 'a', slots: 2 },
          { queue: 'b', slots: 0 },
          { queue: 'unknown', slots: 5 },
          { queue: 'c', slots: 1 },
        ],
      })
      assert.deepEqual(
        claimed.map(({ queue }) => queue),
        ['a', 'a', 'c'],
      )
      assert.deepEqual((await worker.turn()).claimed, [])
    },
  ),

  rule(
    'claim/counts-attempt',
    'a claim raises attempt by one and stamps worker and start',
    async (bench) => {
      const job = await bench.enqueueOne({ input: '[ 1 ]', options: '{}' })
      const enqueued = await bench.read(job.id)
      bench.clock.advance(20)
      const worker = await bench.worker({ name: 'host-1' })
      const { token, ...claimed } = await worker.claimOne()
      assert.equal(typeof token, 'number')
      const running = { state: 'running', worker: 'host-1', startedAt: bench.clock.now() } as const
      assertSame(claimed, { ...enqueued, ...running, attempt: 1 })
      assertSame(await bench.read(job.id), claimed)
      await worker.settle(retried({ ...claimed, token }, 30))
      bench.clock.advance(30)
      const again = await (await bench.worker({ name: 'host-2' })).claimOne()
      assertIncludes(again, { attempt: 2, worker: 'host-2', startedAt: bench.clock.now() })
    },
  ),

  rule('claim/once', 'what one session holds, no other is given', async (bench) => {
    await bench.enqueue({}, {})
    const [first, second] = [await bench.worker(), await bench.worker()]
    const mine = await first.claimOne()
    const yours = await second.claim(9)
    assert.equal(yours.length, 1)
    assert.notEqual(yours[0]?.id, mine.id)
    await first.settle(completed(mine))
    assert.deepEqual(await second.claim(9), [])
  }),

  rule(
    'claim/next-due',
    'the reply says when the next delayed job of these queues is due',
    async (bench) => {
      await bench.enqueue(
        { queue: 'a', delayMs: 700 },
        { queue: 'a', delayMs: 500, headStartMs: -10_000 },
        { queue: 'b', delayMs: 300 },
        { queue: 'c', delayMs: 100 },
        { queue: 'a' },
        { queue: 'a' },
      )
      const worker = await bench.worker()
      const nextDue = async (...queues: readonly string[]) =>
        (await worker.turn({ claim: queues.map((queue) => ({ queue, slots: 1 })) })).nextDueInMs
      assert.equal(await nextDue('a'), 500)
      bench.clock.advance(50)
      assert.equal(await nextDue('a', 'b'), 250)
      assert.equal(await nextDue('empty'), undefined)
      bench.clock.advance(450)
      assert.equal(await nextDue('b'), undefined, 'what is due is not delayed')
    },
  ),

  rule('claim/next-due', 'a job sent back with a delay by the same turn counts', async (bench) => {
    await bench.enqueueOne()
    const worker = await bench.worker()
    const job = await worker.claimOne()
    const settle = [retried(job, 40)]
    assert.equal(
      (await worker.turn({ settle, claim: [{ queue: 'default', slots: 1 }] })).nextDueInMs,
      40,
    )
  }),

  rule('claim/input-bytes', 'a claim stops at the limit but takes at least one', async (bench) => {
    const half = JSON.stringify('x'.repeat(MAX_TURN_INPUT_BYTES / 2))
    const whole = JSON.stringify('x'.repeat(MAX_TURN_INPUT_BYTES))
    await bench.enqueue({ input: half }, { input: half }, { input: half })
    await bench.enqueue({ queue: 'b', input: whole }, { queue: 'b' })
    const worker = await bench.worker()
    const claim = [
      { queue: 'default', slots: 9 },
      { queue: 'b', slots: 9 },
    ]
    const sizes: number[] = []
    for (let turns = 0; turns < 5; turns += 1) {
      sizes.push((await worker.turn({ claim })).claimed.length)
    }
    assert.deepEqual(sizes, [2, 2, 1, 0, 0])
  }),
]
