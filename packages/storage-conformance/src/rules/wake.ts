import assert from 'node:assert/strict'
import type { ClaimedJob, NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { idsOf } from '../same.js'
import type { Worker } from '../worker.js'
import { claimAll, uses } from './limit.js'

const CLAIM = [{ queue: 'default', slots: 9 }]

/** Works until nothing can be claimed any more; each claim is settled before the next. */
async function workOff(worker: Worker): Promise<number> {
  for (let done = 0; done < 100; ) {
    const jobs = await claimAll(worker)
    if (jobs.length === 0) return done
    await worker.settle(...jobs.map((job) => completed(job)))
    done += jobs.length
  }
  return assert.fail('it never came to an end')
}

async function fill(bench: Bench, key: string): Promise<{ worker: Worker; job: ClaimedJob }> {
  const worker = await bench.worker()
  await bench.enqueueOne({ ...uses(key), queue: 'filling' })
  return { worker, job: await worker.claimOne('filling') }
}

export const wakeRules: readonly Rule[] = [
  rule('limit/wakes', 'room that a settlement makes is used by the same turn', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    await bench.enqueue(uses('x'), uses('x'), uses('x'))
    const worker = await bench.worker()
    let [job] = await claimAll(worker)
    for (let left = 2; left > 0; left -= 1) {
      assert.ok(job)
      const { claimed } = await worker.turn({ settle: [completed(job)], claim: CLAIM })
      assert.equal(claimed.length, 1)
      job = claimed[0]
    }
  }),

  rule('limit/wakes', 'every lane that waits for a limit gets its turn', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    const { worker, job } = await fill(bench, 'x')
    const groups = ['a', 'b', 'c', 'd', 'e']
    await bench.enqueue(...[...groups, ...groups].map((group) => ({ ...uses('x'), group })))
    assert.deepEqual(await claimAll(worker), [])
    await worker.settle(completed(job))
    assert.equal(await workOff(worker), 10)
  }),

  rule('limit/wakes', 'also of other queues', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    const { worker, job } = await fill(bench, 'x')
    await bench.enqueue({ ...uses('x'), queue: 'other' }, uses('x'))
    assert.deepEqual(await claimAll(worker), [])
    assert.deepEqual(await claimAll(worker, 9, 'other'), [])
    await worker.settle(completed(job))
    const [first] = await claimAll(worker)
    assert.ok(first)
    await worker.settle(completed(first))
    assert.equal((await claimAll(worker, 9, 'other')).length, 1)
  }),

  rule('limit/wakes', 'a lane that has no job left passes the room on', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    const { worker, job } = await fill(bench, 'x')
    const jobs = await bench.enqueue(...['a', 'b', 'c'].map((group) => ({ ...uses('x'), group })))
    assert.deepEqual(await claimAll(worker), [])
    const gone = idsOf(jobs.slice(0, 2))
    await bench.storage.command(gone, { type: 'cancel', reason: 'stop' })
    await worker.settle(completed(job))
    assert.deepEqual(idsOf(await claimAll(worker)), idsOf(jobs.slice(2)))
  }),

  rule('limit/wakes', 'and so does one that another limit stops', async (bench) => {
    await bench.storage.defineLimits(['x', 'y'].map((name) => ({ name, concurrency: 1 })))
    const [first, second] = [await fill(bench, 'x'), await fill(bench, 'y')]
    const worker = await bench.worker()
    const [both, single] = await bench.enqueue(uses('x', 'y'), uses('x'))
    assert.ok(both && single)
    assert.deepEqual(await claimAll(worker), [])
    await first.worker.settle(completed(first.job))
    const claimed = await claimAll(worker)
    assert.deepEqual(idsOf(claimed), [single.id])
    await second.worker.settle(completed(second.job))
    assert.deepEqual(await claimAll(worker), [])
    await worker.settle(...claimed.map((job) => completed(job)))
    assert.deepEqual(idsOf(await claimAll(worker)), [both.id])
  }),

  rule('limit/wakes', 'room that a changed definition makes is used', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    await bench.enqueue(uses('x'), uses('x'), uses('x'), uses('x'))
    const worker = await bench.worker()
    assert.equal((await claimAll(worker)).length, 1)
    await bench.storage.defineLimits([{ name: 'x', concurrency: 3 }])
    assert.equal((await claimAll(worker)).length, 2)
    await bench.storage.defineLimits([{ name: 'x' }])
    assert.equal((await claimAll(worker)).length, 1)
  }),

  rule('limit/wakes', 'room that a period makes is used, and foretold', async (bench) => {
    const rate = { limit: 2, perMs: 1_000 }
    await bench.storage.defineLimits([{ name: 'x', rate }])
    await bench.enqueue(...Array.from({ length: 7 }, () => uses('x')))
    const worker = await bench.worker({ leaseMs: 60_000 })
    let done = 0
    for (let waits = 0; done < 7; waits += 1) {
      assert.ok(waits < 8, 'each wait is worth something')
      const jobs = await claimAll(worker)
      await worker.settle(...jobs.map((job) => completed(job)))
      done += jobs.length
      const { nextDueInMs } = await worker.turn({ claim: CLAIM })
      if (done === 7) break
      assert.ok(nextDueInMs !== undefined && nextDueInMs > 0 && nextDueInMs <= 1_050)
      bench.clock.advance(nextDueInMs)
    }
  }),

  rule(
    'limit/wakes',
    'a lane stopped by both figures of a limit is not forgotten',
    async (bench) => {
      const rate = { limit: 2, perMs: 1_000 }
      await bench.storage.defineLimits([{ name: 'x', concurrency: 1, rate }])
      await bench.enqueue(uses('x'), uses('x'), uses('x'))
      const worker = await bench.worker()
      for (let turns = 0; turns < 2; turns += 1) {
        const [job] = await claimAll(worker)
        assert.ok(job)
        assert.deepEqual(await claimAll(worker), [], 'stopped by concurrency')
        await worker.settle(completed(job))
      }
      const reply = await worker.turn({ claim: CLAIM })
      assert.deepEqual(reply.claimed, [], 'stopped by the rate')
      bench.clock.advance(reply.nextDueInMs ?? assert.fail('nobody says when'))
      assert.equal((await claimAll(worker)).length, 1)
    },
  ),

  rule(
    'limit/wakes',
    'a job that needs less comes to the head of a stopped lane',
    async (bench) => {
      const periodEndsAt = bench.clock.now() + 10 ** 6
      const budget = { amount: 10, periodEndsAt, whenExhausted: 'park' } as const
      await bench.storage.defineLimits([{ name: 'x', budget }])
      const needs = (reserve: number): Partial<NewJob> =>
        uses({ key: 'x', definition: 'x', reserve })
      const worker = await bench.worker()
      await bench.enqueue(needs(7), needs(7))
      assert.equal((await claimAll(worker)).length, 1)
      const modest = await bench.enqueueOne({ ...needs(2), headStartMs: 500 })
      assert.deepEqual(idsOf(await claimAll(worker)), [modest.id])
    },
  ),
]
