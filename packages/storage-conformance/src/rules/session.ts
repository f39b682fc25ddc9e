import assert from 'node:assert/strict'
import { completed } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'
import type { Worker } from '../worker.js'

const LOST = { status: 'session-lost' } as const

export const sessionRules: readonly Rule[] = [
  rule('session/close-frees', 'what it still holds can be recovered at once', async (bench) => {
    const jobs = await bench.enqueue({}, {})
    const [leaving, taker] = [await bench.worker({ name: 'gone' }), await bench.worker()]
    await leaving.claim(2)
    await leaving.close()
    const recovered = await taker.recover()
    assert.deepEqual([...idsOf(recovered)].sort(), idsOf(jobs))
    assert.ok(recovered.every(({ lostWorker }) => lostWorker === 'gone'))
  }),

  rule('session/close-frees', 'and says how it was closed', async (bench) => {
    const jobs = await bench.enqueue({}, {}, {}, {})
    const workers = []
    for (let left = 4; left > 0; left -= 1) workers.push(await bench.worker({ leaseMs: 1_000 }))
    for (const worker of workers) await worker.claimOne()
    const [ended, died, astray] = workers as [Worker, Worker, Worker]
    await bench.pass(1_001)
    await ended.close('ended')
    await died.close('died')
    await astray.turnNumbered(99)
    const recovered = await (await bench.worker()).recover()
    assertSame(
      recovered.map(({ id, loss }) => [id, loss]),
      idsOf(jobs).map((id, index) => [id, ['ended', 'died', 'ended', 'expired'][index]]),
    )
  }),

  rule(
    'session/close-harmless',
    'closing one that is unknown or closed already changes nothing',
    async (bench) => {
      await bench.enqueue({}, {})
      const [closed, taker] = [await bench.worker(), await bench.worker()]
      const lapsed = await bench.worker({ leaseMs: 1_000 })
      await closed.claimOne()
      await lapsed.claimOne()
      await bench.storage.closeSession('unknown', 'died')
      await closed.close('died')
      await closed.close('ended')
      await bench.pass(1_001)
      const first = await taker.recover(1)
      await lapsed.close('died')
      await closed.close('ended')
      const both = [...first, ...(await taker.recover())].map(({ loss }) => loss)
      assert.ok(both.includes('died'))
      assert.equal(both.length, 2)
      const sessions = await bench.storage.sessions()
      assert.equal(sessions.filter(({ id }) => id === 'unknown').length, 0)
    },
  ),

  rule('session/close-frees', 'and it can do nothing more', async (bench) => {
    await bench.enqueue({}, {})
    const leaving = await bench.worker()
    const job = await leaving.claimOne()
    await leaving.close()
    assertSame(await leaving.tryTurn({ settle: [completed(job)] }), LOST)
    assertSame(await leaving.heartbeat(), LOST)
    assert.equal((await bench.read(job.id)).state, 'running')
  }),

  rule('heartbeat/renews', 'the lease runs leaseMs from now', async (bench) => {
    await bench.enqueueOne()
    const [worker, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
    const job = await worker.claimOne()
    await bench.pass(900)
    assertSame(await worker.heartbeat(2_000), { status: 'alive', cancels: [] })
    await bench.pass(1_999)
    assert.deepEqual(await taker.recover(), [])
    await worker.heartbeat(1_000)
    await bench.pass(1_001)
    assert.deepEqual(idsOf(await taker.recover()), [job.id], 'a shorter lease counts as well')
  }),

  rule(
    'heartbeat/untaken',
    'a session whose lease ran out is renewed if nobody recovered from it',
    async (bench) => {
      await bench.enqueueOne()
      const [worker, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
      const job = await worker.claimOne()
      await bench.pass(3_000)
      assertSame(await worker.heartbeat(1_000), { status: 'alive', cancels: [] })
      assert.deepEqual(await taker.recover(), [])
      assertSame(await worker.settle(completed(job)), [{ status: 'settled', state: 'completed' }])
    },
  ),

  rule(
    'heartbeat/lost',
    'one that was recovered from, closed or never opened is not renewed',
    async (bench) => {
      await bench.enqueueOne()
      const [worker, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
      await worker.claimOne()
      await bench.pass(1_001)
      assert.equal((await taker.recover()).length, 1)
      assertSame(await worker.heartbeat(), LOST)
      assertSame(await worker.heartbeat(), LOST, 'and stays lost')
      await taker.close()
      assertSame(await taker.heartbeat(), LOST)
      assertSame(await bench.storage.heartbeat('unknown', 1_000), LOST)
      assertSame(await bench.storage.heartbeat('unknown', 1_000), LOST)
    },
  ),

  rule(
    'session/listed',
    'open sessions with worker, facts, lease and number of running jobs',
    async (bench) => {
      await bench.enqueue({}, {}, {})
      const [openedAt, facts] = [bench.clock.now(), '{ "pid": 7 }']
      await bench.storage.openSession({ id: 'a', worker: 'one', leaseMs: 3_000, facts })
      const other = await bench.worker({ name: 'two', leaseMs: 5_000 })
      await (await bench.worker()).close()
      const jobs = await other.claim(3)
      await other.settle(...jobs.slice(2).map((job) => completed(job)))
      bench.clock.advance(100)
      await bench.storage.heartbeat('a', 4_000)
      const lastSeenAt = bench.clock.now()
      const [first, second, ...rest] = await bench.storage.sessions()
      const lease = { openedAt, lastSeenAt, leaseEndsAt: lastSeenAt + 4_000 }
      assertSame(first, { id: 'a', worker: 'one', facts, ...lease, running: 0 })
      const listed = { id: other.session, worker: 'two', leaseEndsAt: openedAt + 5_000, running: 2 }
      assertIncludes(second ?? {}, listed)
      assert.equal(rest.length, 0)
      assert.equal(second?.facts, undefined)
    },
  ),
]
