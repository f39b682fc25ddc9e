import assert from 'node:assert/strict'
import type { ClaimedJob, Storage } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame } from '../same.js'
import type { Worker } from '../worker.js'
import { after } from './depend.js'
import { limitOf, uses } from './limit.js'

/** A session on a connection of its own. */
async function stranger(bench: Bench): Promise<Worker> {
  return bench.worker({ storage: await bench.connect(), leaseMs: 10 ** 6 })
}

/** So many sessions, each on a connection of its own. */
const crowd = (bench: Bench, count: number) =>
  Promise.all(Array.from({ length: count }, () => stranger(bench)))

interface Work {
  readonly total: number
  done: number
  running: number
  mostRunning: number
}

/** Claims, holds for a turn, completes, and goes on until all is done by somebody. */
async function workAlong(worker: Worker, work: Work): Promise<void> {
  const claim = [{ queue: 'default', slots: 2 }]
  let held: readonly ClaimedJob[] = []
  for (let turns = 0; work.done < work.total; turns += 1) {
    assert.ok(turns < 2_000, `${work.done} of ${work.total} are done, and nothing moves`)
    // What is on its way to be settled may be running still, or not any more.
    work.running -= held.length
    const { settled, claimed } = await worker.turn({
      settle: held.map((job) => completed(job)),
      claim,
    })
    work.done += settled.length
    work.running += claimed.length
    work.mostRunning = Math.max(work.mostRunning, work.running)
    held = claimed
  }
}

export const crowdRules: readonly Rule[] = [
  rule(
    'limit/concurrency',
    '8 claimers on connections of their own never run more than allowed',
    async (bench) => {
      await bench.storage.defineLimits([
        { name: 'all', concurrency: 3 },
        { name: 'one', concurrency: 1 },
      ])
      const groups = ['a', 'b', 'c', 'd']
      const jobs = Array.from({ length: 80 }, (_, index) => {
        const group = groups[index % 4] as string
        return bench.job({ group, ...uses('all', { key: `one/${group}`, definition: 'one' }) })
      })
      await bench.storage.enqueue([jobs])
      const work: Work = { total: jobs.length, done: 0, running: 0, mostRunning: 0 }
      await Promise.all((await crowd(bench, 8)).map((worker) => workAlong(worker, work)))
      assert.ok(work.mostRunning <= 3, `${work.mostRunning} ran at once`)
      assert.equal((await limitOf(bench, 'all')).running, 0)
      assertSame(await bench.counts(), [{ queue: 'default', state: 'completed', count: 80 }])
    },
  ),

  rule('limit/rate', '8 claimers together stay below the rate', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', rate: { limit: 7, perMs: 60_000 } }])
    await bench.enqueue(...Array.from({ length: 20 }, () => uses('x')))
    const workers = await crowd(bench, 8)
    const claims = await Promise.all(workers.map((worker) => worker.claim(3)))
    const rest = await (workers[0] as Worker).claim(9)
    assert.equal(claims.flat().length + rest.length, 7)
  }),

  rule('limit/budget-reserves', '8 claimers together stay within the budget', async (bench) => {
    const budget = { amount: 100, periodEndsAt: bench.clock.now() + 10 ** 6 } as const
    await bench.storage.defineLimits([
      { name: 'money', budget: { ...budget, whenExhausted: 'park' } },
    ])
    const use = { key: 'money', definition: 'money', reserve: 9 }
    await bench.enqueue(...Array.from({ length: 30 }, () => uses(use)))
    const workers = await crowd(bench, 8)
    const claims = await Promise.all(workers.map((worker) => worker.claim(4)))
    const rest = await (workers[0] as Worker).claim(9)
    assert.equal(claims.flat().length + rest.length, 11)
    assert.equal((await limitOf(bench, 'money')).reserved, 99)
  }),

  rule('spend/refuses', 'racing spenders together stay within the budget', async (bench) => {
    const budget = { amount: 100, periodEndsAt: bench.clock.now() + 10 ** 6 } as const
    await bench.storage.defineLimits([
      { name: 'money', budget: { ...budget, whenExhausted: 'park' } },
    ])
    await bench.enqueue(...Array.from({ length: 8 }, () => uses('money')))
    const storages = await Promise.all(Array.from({ length: 8 }, () => bench.connect()))
    const spent = await Promise.all(
      storages.map(async (storage: Storage) => {
        const worker = await bench.worker({ storage })
        const job = await worker.claimOne()
        return storage.spend(worker.session, job, 'money', 30)
      }),
    )
    assert.equal(spent.filter(({ status }) => status === 'spent').length, 3)
    assert.equal((await limitOf(bench, 'money')).spent, 90)
  }),

  rule(
    'depend/releases',
    'of parents that end at once, the last one releases, and only once',
    async (bench) => {
      const workers = await crowd(bench, 4)
      for (let round = 0; round < 10; round += 1) {
        const parents = await bench.enqueue({}, {}, {}, {})
        const child = await bench.enqueueOne({ ...after(parents), queue: 'children' })
        const jobs = await Promise.all(workers.map((worker) => worker.claimOne()))
        const settled = workers.map((worker, index) =>
          worker.settle(completed(jobs[index] as ClaimedJob)),
        )
        await Promise.all(settled)
        const claims = await Promise.all(workers.map((worker) => worker.claim(1, 'children')))
        assert.deepEqual(
          claims.flat().map(({ id }) => id),
          [child.id],
        )
      }
    },
  ),

  rule(
    'depend/already-met',
    'a dependent enqueued while its parent ends is never left waiting',
    async (bench) => {
      const worker = await stranger(bench)
      for (let round = 0; round < 20; round += 1) {
        const parent = await bench.enqueueOne()
        const job = await worker.claimOne()
        const child = bench.job({ ...after([parent]), queue: 'children' })
        const end = round % 2 ? completed(job) : failed(job)
        await Promise.all([worker.settle(end), bench.storage.enqueue([[child]])])
        const { state } = await bench.read(child.id)
        assert.equal(state, round % 2 ? 'queued' : 'cancelled')
      }
    },
  ),
]
