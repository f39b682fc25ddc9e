import assert from 'node:assert/strict'
import type { RecoveredJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, lost, retried } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

/** A worker called “lost” that claimed some jobs and then let its lease of 1 s run out. */
async function afterACrash(bench: Bench, jobs: number) {
  await bench.enqueue(...Array.from({ length: jobs }, () => ({})))
  const dead = await bench.worker({ name: 'lost', leaseMs: 1_000 })
  const held = await dead.claim(jobs)
  bench.clock.advance(1_001)
  return { dead, held, taker: await bench.worker({ name: 'taker' }) }
}

export const recoverRules: readonly Rule[] = [
  rule(
    'recover/expired',
    'jobs of an expired session are handed over, with their holder’s name',
    async (bench) => {
      const { held, taker } = await afterACrash(bench, 3)
      const two = await taker.recover(2)
      assert.equal(two.length, 2, 'at most as many as asked for')
      const all = [...two, ...(await taker.recover())]
      assert.deepEqual([...idsOf(all)].sort(), idsOf(held))
      assert.ok(all.every(({ lostWorker, state }) => lostWorker === 'lost' && state === 'running'))
      assert.deepEqual(await taker.recover(), [], 'once')
      const answers = await taker.settle(...all.map(lost))
      assert.ok(
        answers.every(({ status }) => status === 'settled'),
        'the taker holds them',
      )
      assert.equal((await taker.claim(9)).length, 3)
    },
  ),

  rule(
    'recover/expired',
    'nothing is taken over unless asked for, and nothing claimed',
    async (bench) => {
      const { held, taker } = await afterACrash(bench, 2)
      assert.deepEqual((await taker.turn({ claim: [{ queue: 'default', slots: 9 }] })).claimed, [])
      const records = await bench.storage.get(idsOf(held))
      assert.ok(records.every(({ state, crashes }) => state === 'running' && crashes === 0))
    },
  ),

  rule('recover/spares-living', 'a renewed session keeps its jobs', async (bench) => {
    await bench.enqueue({}, {})
    const [beating, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
    const job = await beating.claimOne()
    for (let beats = 0; beats < 5; beats += 1) {
      bench.clock.advance(900)
      await beating.heartbeat(1_000)
      assert.deepEqual(await taker.recover(), [])
    }
    assertSame(await beating.settle(completed(job)), [{ status: 'settled', state: 'completed' }])
  }),

  rule(
    'recover/counts-crash',
    'the job’s crashes rises by one, its attempt stays',
    async (bench) => {
      const { held, taker } = await afterACrash(bench, 1)
      const [recovered] = await taker.recover()
      assertIncludes(recovered as RecoveredJob, { id: held[0]?.id, crashes: 1, attempt: 1 })
      assertIncludes(await bench.read(held[0]?.id as string), { crashes: 1, attempt: 1 })
      await taker.settle(lost(recovered as RecoveredJob))
      assertIncludes(await bench.read(held[0]?.id as string), { crashes: 1, attempt: 0 })
    },
  ),

  rule(
    'recover/attributes-loss',
    'the attempt names the worker that lost it and its start',
    async (bench) => {
      const startedAt = bench.clock.now()
      const { held, taker } = await afterACrash(bench, 1)
      const [recovered] = await taker.recover()
      bench.clock.advance(5)
      await taker.settle(lost(recovered as RecoveredJob))
      assertSame((await bench.history(held[0]?.id as string)).attempts, [
        { execution: 1, outcome: 'lost', worker: 'lost', startedAt, endedAt: bench.clock.now() },
      ])
      const again = await taker.claimOne()
      assertIncludes(again, { worker: 'taker', startedAt: bench.clock.now(), attempt: 1 })
    },
  ),

  rule(
    'recover/stale-writes-nothing',
    'the former holder can neither settle nor report',
    async (bench) => {
      const { dead, held, taker } = await afterACrash(bench, 2)
      const [first, second] = held.map((job) => job.id) as [string, string]
      await taker.recover()
      const before = await bench.storage.get([first, second])
      const reply = await dead.tryTurn({
        settle: held.slice(0, 1).map((job) => failed(job)),
        report: held.slice(1).map(({ id, token }) => ({ id, token, progress: '"stale"' })),
      })
      assertSame(reply, { status: 'session-lost' })
      assertSame(await bench.storage.get([first, second]), before)
      assert.deepEqual((await bench.history(first)).attempts, [])
    },
  ),

  rule(
    'recover/stale-writes-nothing',
    'nor through a new session with the old token',
    async (bench) => {
      const { held, taker } = await afterACrash(bench, 1)
      const [stale] = held
      assert.ok(stale)
      await taker.recover()
      const reborn = await bench.worker({ name: 'lost' })
      assertSame(await reborn.settle(retried(stale)), [{ status: 'lease-lost' }])
      assertSame(
        await taker.settle(failed(stale)),
        [{ status: 'lease-lost' }],
        'nor the taker with it',
      )
      assert.equal((await bench.read(stale.id)).state, 'running')
    },
  ),
]
