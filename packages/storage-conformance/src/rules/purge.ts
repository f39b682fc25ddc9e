import assert from 'node:assert/strict'
import { MIN_RETENTION_MS } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame, idsOf } from '../same.js'
import { after } from './depend.js'

const HOUR_MS = 3_600_000
const ALL = { state: 'completed', olderThanMs: 0, keep: 0, limit: 100 } as const

/** Completes jobs one second apart; oldest first. */
async function ended(bench: Bench, count: number, name = 'send-mail'): Promise<readonly string[]> {
  const worker = await bench.worker({ leaseMs: HOUR_MS })
  const ids: string[] = []
  for (let done = 0; done < count; done += 1) {
    ids.push((await bench.enqueueOne({ name })).id)
    await worker.settle(completed(await worker.claimOne(), '1'))
    bench.clock.advance(1_000)
  }
  return ids
}

const left = async (bench: Bench) => [...idsOf((await bench.storage.list({ limit: 100 })).jobs)]

export const purgeRules: readonly Rule[] = [
  rule(
    'purge/age-and-keep',
    'only what ended longer ago than asked and is not among the newest',
    async (bench) => {
      const ids = await ended(bench, 5)
      bench.clock.advance(HOUR_MS)
      const old = { ...ALL, olderThanMs: HOUR_MS + 2_500 }
      assert.equal(await bench.storage.purge({ ...old, keep: 4 }), 1)
      assert.deepEqual(await left(bench), ids.slice(1).reverse())
      assert.equal(await bench.storage.trail(ids[0] as string), undefined)
      assert.equal(await bench.storage.purge(old), 2)
      assert.deepEqual(await left(bench), ids.slice(3).reverse())
      assert.equal(await bench.storage.purge({ ...ALL, keep: 9 }), 0)
    },
  ),

  rule('purge/age-and-keep', 'of one state, and of one name where asked', async (bench) => {
    const [mail] = await ended(bench, 1, 'mail')
    const [other] = await ended(bench, 1, 'other')
    const worker = await bench.worker({ leaseMs: HOUR_MS })
    await bench.enqueue({ name: 'mail' }, { name: 'mail' }, { name: 'mail' })
    await worker.settle(failed(await worker.claimOne()))
    const running = await worker.claimOne()
    bench.clock.advance(HOUR_MS)
    assert.equal(await bench.storage.purge({ ...ALL, name: 'mail', keep: 1 }), 0)
    assert.equal(await bench.storage.purge({ ...ALL, name: 'mail' }), 1)
    assert.deepEqual(await bench.storage.get([mail as string]), [])
    assert.equal(await bench.storage.purge(ALL), 1)
    assert.deepEqual(await bench.storage.get([other as string]), [])
    assertSame((await bench.counts()).map(({ state }) => state).sort(), [
      'failed',
      'queued',
      'running',
    ])
    await worker.settle(completed(running))
    assert.equal(await bench.storage.purge({ ...ALL, state: 'failed' }), 1)
  }),

  rule('purge/spares-parents', 'never a job that live jobs depend on', async (bench) => {
    const [id] = await ended(bench, 1)
    const parent = { id: id as string }
    const child = await bench.enqueueOne({ ...after([parent]), delayMs: 2 * HOUR_MS })
    bench.clock.advance(HOUR_MS)
    assert.equal(await bench.storage.purge(ALL), 0)
    bench.clock.advance(HOUR_MS)
    const worker = await bench.worker({ leaseMs: HOUR_MS })
    const job = await worker.claimOne()
    assert.equal(job.id, child.id)
    assert.equal(await bench.storage.purge(ALL), 0, 'nor while they run')
    await worker.settle(completed(job))
    bench.clock.advance(HOUR_MS)
    assert.equal(await bench.storage.purge(ALL), 2)
  }),

  rule(
    'purge/spares-parents',
    'a purge racing the enqueue of a dependent: the parent or neither',
    async (bench) => {
      const second = await bench.connect()
      for (let round = 0; round < 10; round += 1) {
        const [id] = await ended(bench, 1)
        const parent = { id: id as string }
        bench.clock.advance(HOUR_MS)
        const child = bench.job({ ...after([parent]), queue: 'children' })
        const purge = () => second.purge(ALL)
        const enqueue = () => bench.storage.enqueue([[child]])
        const [first, last] = round % 2 ? [purge, enqueue] : [enqueue, purge]
        await Promise.all([first(), last()])
        const [kept, stored] = [
          await bench.storage.get([parent.id]),
          await bench.storage.get([child.id]),
        ]
        assert.equal(kept.length, stored.length, 'a dependent without its parent')
        if (stored.length > 0) await bench.storage.command([child.id], { type: 'delete' })
        await bench.storage.purge(ALL)
      }
    },
  ),

  rule('purge/spares-holders', 'never one that still holds a dedup key', async (bench) => {
    const dedup = unique('k', 2 * HOUR_MS)
    const holder = await bench.enqueueOne({ dedup })
    const worker = await bench.worker({ leaseMs: HOUR_MS })
    await worker.settle(completed(await worker.claimOne()))
    bench.clock.advance(HOUR_MS)
    assert.equal(await bench.storage.purge(ALL), 0)
    assertSame(await bench.storage.enqueue([[bench.job({ dedup })]]), [
      { status: 'accepted', jobs: [{ status: 'duplicate', id: holder.id }] },
    ])
    bench.clock.advance(HOUR_MS)
    assert.equal(await bench.storage.purge(ALL), 1)
  }),

  rule('purge/spares-fresh', 'never one that ended just now', async (bench) => {
    await ended(bench, 2)
    bench.clock.advance(MIN_RETENTION_MS - 1_000)
    assert.equal(await bench.storage.purge(ALL), 1)
    bench.clock.advance(1_000)
    assert.equal(await bench.storage.purge(ALL), 1)
  }),

  rule('purge/bounded', 'at most the limit, oldest first', async (bench) => {
    const ids = await ended(bench, 5)
    bench.clock.advance(HOUR_MS)
    assert.equal(await bench.storage.purge({ ...ALL, limit: 2 }), 2)
    assert.deepEqual(await left(bench), ids.slice(2).reverse())
    assert.equal(await bench.storage.purge({ ...ALL, limit: 0 }), 0)
    assert.equal(await bench.storage.purge({ ...ALL, limit: 2 }), 2)
  }),

  rule('purge/bounded', 'and never more than a thousand', async (bench) => {
    const jobs = Array.from({ length: 1_001 }, () => bench.job())
    await bench.storage.enqueue([jobs.slice(1), jobs.slice(0, 1)])
    const stop = { type: 'cancel', reason: 'stop' } as const
    await bench.storage.command(idsOf(jobs.slice(1)), stop)
    await bench.storage.command(idsOf(jobs.slice(0, 1)), stop)
    bench.clock.advance(HOUR_MS)
    const request = { ...ALL, state: 'cancelled', limit: 5_000 } as const
    assert.deepEqual(
      [await bench.storage.purge(request), await bench.storage.purge(request)],
      [1_000, 1],
    )
  }),
]
