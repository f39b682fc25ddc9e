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
  await bench.pass(1_001)
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
      assert.ok(records.every(({ state, suspect }) => state === 'running' && !suspect))
    },
  ),

  rule('recover/spares-living', 'a renewed session keeps its jobs', async (bench) => {
    await bench.enqueue({}, {})
    const [beating, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
    const job = await beating.claimOne()
    for (let beats = 0; beats < 5; beats += 1) {
      await bench.pass(900)
      await beating.heartbeat(1_000)
      assert.deepEqual(await taker.recover(), [])
    }
    assertSame(await beating.settle(completed(job)), [{ status: 'settled', state: 'completed' }])
  }),

  rule(
    'recover/marks-suspect',
    'recovered jobs are suspect; neither attempt nor crashes changes',
    async (bench) => {
      const { held, taker } = await afterACrash(bench, 1)
      const id = held[0]?.id as string
      const [recovered] = await taker.recover()
      const suspect = { suspect: true, crashes: 0, attempt: 1 }
      assertIncludes(recovered as RecoveredJob, { id, ...suspect })
      assertIncludes(await bench.read(id), suspect)
      await taker.settle(lost(recovered as RecoveredJob))
      assertIncludes(await bench.read(id), { suspect: true, crashes: 0, attempt: 0 })
      assertIncludes(await taker.claimOne(), { suspect: true, attempt: 1 })
    },
  ),

  rule('recover/alone', 'one suspect that was held alone is said to be', async (bench) => {
    const { held, taker } = await afterACrash(bench, 2)
    const first = await taker.recover()
    assert.deepEqual(
      first.map(({ alone }) => alone),
      [false, false],
      'not suspect before',
    )
    await taker.settle(...first.map(lost))
    const together = await bench.worker()
    await together.claim(2)
    await together.close()
    const again = [...(await taker.recover(1)), ...(await taker.recover(1))]
    assert.deepEqual(
      again.map(({ alone }) => alone),
      [false, false],
      'suspect, but not alone, however few are taken at once',
    )
    await taker.settle(...again.map(lost))
    const single = await bench.worker()
    assert.equal((await single.claimOne()).id, held[0]?.id)
    await single.close()
    assert.equal((await taker.recover())[0]?.alone, true)
  }),

  rule('recover/alone', 'a job held alone for the first time is not', async (bench) => {
    const { taker } = await afterACrash(bench, 1)
    assert.equal((await taker.recover())[0]?.alone, false)
  }),

  rule(
    'recover/holds-off',
    'after a silence of everybody nothing is recovered until it has been heard for as long',
    async (bench) => {
      await bench.enqueueOne()
      const lease = { leaseMs: 3_000 }
      const [holder, taker] = [await bench.worker(lease), await bench.worker(lease)]
      const job = await holder.claimOne()
      bench.clock.advance(3_500)
      assert.deepEqual(await taker.recover(), [], 'still silent')
      await taker.heartbeat(3_000)
      assert.deepEqual(await taker.recover(), [], 'just heard')
      bench.clock.advance(1_000)
      await taker.heartbeat(3_000)
      bench.clock.advance(999)
      assert.deepEqual(await taker.recover(), [], 'not long enough')
      bench.clock.advance(2)
      assert.deepEqual(idsOf(await taker.recover()), [job.id])
    },
  ),

  rule(
    'recover/holds-off',
    'who comes back meanwhile keeps its jobs, and closed sessions are recovered all the same',
    async (bench) => {
      await bench.enqueue({}, {})
      const lease = { leaseMs: 3_000 }
      const [holder, taker] = [await bench.worker(lease), await bench.worker(lease)]
      const kept = await holder.claimOne()
      const closed = await bench.worker(lease)
      const given = await closed.claimOne()
      bench.clock.advance(3_500)
      await taker.heartbeat(3_000)
      await closed.close()
      assert.deepEqual(idsOf(await taker.recover()), [given.id])
      bench.clock.advance(500)
      assertSame(await holder.heartbeat(3_000), { status: 'alive', cancels: [] })
      bench.clock.advance(1_900)
      await taker.heartbeat(3_000)
      assert.deepEqual(await taker.recover(), [])
      assertSame(await holder.settle(completed(kept)), [{ status: 'settled', state: 'completed' }])
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
      assertSame((await bench.trail(held[0]?.id as string)).attempts, [
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
      assert.deepEqual((await bench.trail(first)).attempts, [])
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
