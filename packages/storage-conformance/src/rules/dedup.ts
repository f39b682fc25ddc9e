import assert from 'node:assert/strict'
import type { NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame, idsOf } from '../same.js'

/** Enqueues a job with the key and says who holds the key afterwards. */
async function holderAfterEnqueue(bench: Bench, dedup: NewJob['dedup'] & object): Promise<string> {
  const job = bench.job({ dedup })
  const [reply] = await bench.storage.enqueue([[job]])
  assert.equal(reply?.status, 'accepted')
  const answer = (reply.status === 'accepted' && reply.jobs[0]) || undefined
  assert.ok(answer && answer.status !== 'repeated')
  assert.equal(answer.status === 'stored', answer.id === job.id, 'a duplicate names the holder')
  return answer.id
}

const key = 'invoice 7'

export const dedupRules: readonly Rule[] = [
  rule(
    'enqueue/dedup-returns-holder',
    'while a job with the key is live, a new one is a duplicate',
    async (bench) => {
      const holder = await bench.enqueueOne({ dedup: { key } })
      const job = bench.job({ dedup: { key } })
      assertSame(await bench.storage.enqueue([[job]]), [
        { status: 'accepted', jobs: [{ status: 'duplicate', id: holder.id }] },
      ])
      const worker = await bench.worker()
      await worker.claimOne()
      assert.equal(await holderAfterEnqueue(bench, { key }), holder.id, 'also while it runs')
      assert.deepEqual(idsOf((await bench.storage.list({ limit: 10 })).jobs), [holder.id])
    },
  ),

  rule(
    'enqueue/dedup-returns-holder',
    'other keys and other jobs are not concerned',
    async (bench) => {
      await bench.enqueueOne({ dedup: { key } })
      await bench.enqueue({ dedup: { key: 'invoice 8' } }, {}, {})
      assertSame(await bench.storage.count({}), [{ queue: 'default', state: 'queued', count: 4 }])
    },
  ),

  rule(
    'enqueue/dedup-within-unit',
    'the key is also held against later jobs of the unit',
    async (bench) => {
      const [first, other, second] = [
        bench.job({ dedup: { key } }),
        bench.job(),
        bench.job({ dedup: { key } }),
      ]
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
    'enqueue/dedup-freed',
    'once the holder is final and the window is over, the key is free',
    async (bench) => {
      const first = await bench.enqueueOne({ dedup: { key } })
      const worker = await bench.worker()
      await worker.settle(completed(await worker.claimOne()))
      const second = await holderAfterEnqueue(bench, { key })
      assert.notEqual(second, first.id, 'completed')
      await worker.settle(failed(await worker.claimOne()))
      const third = await holderAfterEnqueue(bench, { key })
      assert.notEqual(third, second, 'failed')
      await bench.storage.command([third], { type: 'cancel', reason: 'no' })
      const fourth = await holderAfterEnqueue(bench, { key })
      assert.notEqual(fourth, third, 'cancelled')
      await bench.storage.command([fourth], { type: 'delete' })
      assert.notEqual(await holderAfterEnqueue(bench, { key }), fourth, 'deleted')
    },
  ),

  rule(
    'enqueue/dedup-freed',
    'a window that is over frees nothing while the holder is live',
    async (bench) => {
      const holder = await bench.enqueueOne({ dedup: { key, windowMs: 1_000 } })
      bench.clock.advance(5_000)
      assert.equal(await holderAfterEnqueue(bench, { key, windowMs: 1_000 }), holder.id)
    },
  ),

  rule(
    'enqueue/dedup-window',
    'the window counts from enqueue and outlives the end',
    async (bench) => {
      const holder = await bench.enqueueOne({ dedup: { key, windowMs: 10_000 } })
      const worker = await bench.worker({ leaseMs: 60_000 })
      bench.clock.advance(6_000)
      await worker.settle(completed(await worker.claimOne()))
      bench.clock.advance(3_999)
      assert.equal(await holderAfterEnqueue(bench, { key }), holder.id, 'just inside the window')
      bench.clock.advance(1)
      assert.notEqual(await holderAfterEnqueue(bench, { key }), holder.id, 'just after it')
    },
  ),
]
