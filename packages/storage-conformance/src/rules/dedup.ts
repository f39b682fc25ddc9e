import assert from 'node:assert/strict'
import type { EnqueueAnswer, NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

async function answerTo(bench: Bench, given: Partial<NewJob>): Promise<EnqueueAnswer> {
  const [reply] = await bench.storage.enqueue([[bench.job(given)]])
  assert.ok(reply?.status === 'accepted' && reply.jobs[0])
  return reply.jobs[0]
}

/** Enqueues a job with the key and says who holds the key afterwards. */
const holderAfterEnqueue = async (bench: Bench, dedup: NewJob['dedup'] & object) =>
  (await answerTo(bench, { dedup })).id

const key = 'invoice 7'
const dedup = unique(key)
const throttle = { key, mode: 'throttle', windowMs: 10_000 } as const
const debounce = { key, mode: 'debounce' } as const

export const dedupRules: readonly Rule[] = [
  rule(
    'dedup/returns-holder',
    'while a job with the key is live, a new one is a duplicate',
    async (bench) => {
      const holder = await bench.enqueueOne({ dedup })
      assertSame(await answerTo(bench, { dedup }), { status: 'duplicate', id: holder.id })
      await (await bench.worker()).claimOne()
      assert.equal(await holderAfterEnqueue(bench, dedup), holder.id, 'also while it runs')
      assert.deepEqual(idsOf((await bench.storage.list({ limit: 10 })).jobs), [holder.id])
    },
  ),

  rule('dedup/returns-holder', 'other keys and other jobs are not concerned', async (bench) => {
    await bench.enqueueOne({ dedup })
    await bench.enqueue({ dedup: unique('invoice 8') }, {}, {})
    assertSame(await bench.counts(), [{ queue: 'default', state: 'queued', count: 4 }])
  }),

  rule(
    'dedup/within-unit',
    'the key is also held against later jobs of the unit',
    async (bench) => {
      const [first, other, second] = [bench.job({ dedup }), bench.job(), bench.job({ dedup })]
      assertSame(await bench.storage.enqueue([[first, other, second]]), [
        {
          status: 'accepted',
          jobs: [
            { status: 'stored', id: first.id },
            { status: 'stored', id: other.id },
            { status: 'duplicate', id: first.id },
          ],
        },
      ])
      assert.deepEqual(await bench.storage.get([second.id]), [])
    },
  ),

  rule(
    'dedup/freed',
    'once the holder is final and the window is over, the key is free',
    async (bench) => {
      const first = await bench.enqueueOne({ dedup })
      const worker = await bench.worker()
      await worker.settle(completed(await worker.claimOne()))
      const second = await holderAfterEnqueue(bench, dedup)
      assert.notEqual(second, first.id, 'completed')
      await worker.settle(failed(await worker.claimOne()))
      const third = await holderAfterEnqueue(bench, dedup)
      assert.notEqual(third, second, 'failed')
      await bench.storage.command([third], { type: 'cancel', reason: 'no' })
      assert.notEqual(await holderAfterEnqueue(bench, dedup), third, 'cancelled')
    },
  ),

  rule(
    'dedup/freed',
    'a window that is over frees nothing while the holder is live',
    async (bench) => {
      const holder = await bench.enqueueOne({ dedup: unique(key, 1_000) })
      bench.clock.advance(5_000)
      assert.equal(await holderAfterEnqueue(bench, unique(key, 1_000)), holder.id)
    },
  ),

  rule('dedup/window', 'the window counts from enqueue and outlives the end', async (bench) => {
    const holder = await bench.enqueueOne({ dedup: unique(key, 10_000) })
    const worker = await bench.worker({ leaseMs: 60_000 })
    bench.clock.advance(6_000)
    await worker.settle(completed(await worker.claimOne()))
    bench.clock.advance(3_999)
    assert.equal(await holderAfterEnqueue(bench, dedup), holder.id, 'just inside the window')
    bench.clock.advance(1)
    assert.notEqual(await holderAfterEnqueue(bench, dedup), holder.id, 'just after it')
  }),

  rule('dedup/throttle', 'held until the window is over, by ended holders too', async (bench) => {
    const holder = await bench.enqueueOne({ dedup: throttle })
    const worker = await bench.worker()
    await worker.settle(completed(await worker.claimOne()))
    bench.clock.advance(9_999)
    assertSame(await answerTo(bench, { dedup: throttle }), { status: 'duplicate', id: holder.id })
    bench.clock.advance(1)
    assert.equal((await answerTo(bench, { dedup: throttle })).status, 'stored')
  }),

  rule('dedup/throttle', 'and no longer by a live one', async (bench) => {
    const first = await bench.enqueueOne({ dedup: throttle })
    bench.clock.advance(10_000)
    const second = await answerTo(bench, { dedup: throttle })
    assert.equal(second.status, 'stored')
    assert.notEqual(second.id, first.id)
    assert.equal(await holderAfterEnqueue(bench, throttle), second.id, 'the new one holds it now')
  }),

  rule(
    'dedup/debounce',
    'a queued holder takes over input, options and due time',
    async (bench) => {
      const given = { priority: 3, tags: ['kept'], options: '{"a":1}', input: '"first"' }
      const holder = await bench.enqueueOne({ ...given, dedup: debounce, delayMs: 1_000 })
      bench.clock.advance(900)
      const newer = { input: '{ "second": 2.0 }', priority: 0, dedup: debounce, delayMs: 1_000 }
      assertSame(await answerTo(bench, newer), { status: 'replaced', id: holder.id })
      assertIncludes(await bench.read(holder.id), {
        input: '{ "second": 2.0 }',
        options: undefined,
        dueAt: bench.clock.now() + 1_000,
        enqueuedAt: bench.clock.now() - 900,
        priority: 3,
        tags: ['kept'],
      })
      const worker = await bench.worker()
      bench.clock.advance(999)
      assert.deepEqual(await worker.claim(9), [], 'the old due time is forgotten')
      bench.clock.advance(1)
      assert.deepEqual(idsOf(await worker.claim(9)), [holder.id])
    },
  ),

  rule('dedup/debounce', 'a running one answers duplicate, an ended one nothing', async (bench) => {
    const holder = await bench.enqueueOne({ dedup: debounce, input: '1' })
    const worker = await bench.worker()
    const job = await worker.claimOne()
    const late = { dedup: debounce, input: '2' }
    assertSame(await answerTo(bench, late), { status: 'duplicate', id: holder.id })
    assert.equal((await bench.read(holder.id)).input, '1')
    await worker.settle(completed(job))
    assert.equal((await answerTo(bench, late)).status, 'stored')
  }),

  rule('dedup/debounce', 'within a unit the last one counts', async (bench) => {
    const [first, second] = ['1', '2'].map((input) => bench.job({ dedup: debounce, input }))
    assert.ok(first && second)
    const answers = [
      { status: 'stored', id: first.id },
      { status: 'replaced', id: first.id },
    ]
    assertSame(await bench.storage.enqueue([[first, second]]), [
      { status: 'accepted', jobs: answers },
    ])
    assert.equal((await bench.read(first.id)).input, '2')
  }),

  rule('dedup/deleted-holder', 'deleting the holder frees the key', async (bench) => {
    for (const mode of [unique(key, 60_000), throttle]) {
      const { id } = await bench.enqueueOne({ dedup: mode })
      await bench.storage.command([id], { type: 'delete' })
      const next = await answerTo(bench, { dedup: mode })
      assert.equal(next.status, 'stored', mode.mode)
      await bench.storage.command([next.id], { type: 'delete' })
    }
  }),
]
