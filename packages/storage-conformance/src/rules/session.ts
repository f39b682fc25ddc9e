import assert from 'node:assert/strict'
import { completed, interrupted } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

const LOST = { status: 'session-lost' } as const

export const sessionRules: readonly Rule[] = [
  rule('session/close-frees', 'what it still holds can be recovered at once', async (bench) => {
    const jobs = await bench.enqueue({}, {})
    const [leaving, taker] = [await bench.worker({ name: 'gone' }), await bench.worker()]
    await leaving.claim(2)
    await leaving.close()
    await leaving.close()
    const recovered = await taker.recover()
    assert.deepEqual([...idsOf(recovered)].sort(), idsOf(jobs))
    assert.ok(recovered.every(({ lostWorker }) => lostWorker === 'gone'))
  }),

  rule('session/close-frees', 'and it can do nothing more', async (bench) => {
    await bench.enqueue({}, {})
    const leaving = await bench.worker()
    const job = await leaving.claimOne()
    await leaving.close()
    assertSame(await leaving.tryTurn({ settle: [completed(job)] }), LOST)
    assertSame(await leaving.heartbeat(), LOST)
    assert.equal((await bench.read(job.id)).state, 'running')
  }),

  rule(
    'turn/repeat',
    'the last turn sent again gives the same answer and changes nothing',
    async (bench) => {
      await bench.enqueue({}, {}, {}, {}, { delayMs: 900 })
      const dead = await bench.worker({ leaseMs: 50 })
      await dead.claimOne()
      const worker = await bench.worker()
      const settled = await worker.claimOne()
      const [asked] = await worker.claim(1)
      await bench.storage.command([asked?.id as string], { type: 'cancel', reason: 'stop' })
      bench.clock.advance(60)
      const reply = await worker.tryTurn({
        settle: [completed(settled, '1', { logs: [{ at: 1, level: 'info', message: 'once' }] })],
        recover: 5,
        claim: [{ queue: 'default', slots: 1 }],
      })
      assertIncludes(reply as object, { status: 'done', nextDueInMs: 840 } as object)
      const kept = JSON.stringify(reply)
      const before = await bench.storage.list({ limit: 10 })
      bench.clock.advance(30)
      assertSame(await worker.repeatTurn(), JSON.parse(kept))
      assertSame(await worker.repeatTurn(), JSON.parse(kept), 'and again')
      assertSame(await bench.storage.list({ limit: 10 }), before)
      const { attempts, logs } = await bench.history(settled.id)
      assert.deepEqual([attempts.length, logs.length], [1, 1])
      assert.equal((await worker.claim(9)).length, 0, 'and the next turn goes on from there')
    },
  ),

  rule('turn/repeat', 'the tokens of the repeated answer are good', async (bench) => {
    await bench.enqueueOne()
    const worker = await bench.worker()
    await worker.tryTurn({ claim: [{ queue: 'default', slots: 1 }] })
    const reply = await worker.repeatTurn()
    assert.ok(reply.status === 'done' && reply.claimed[0])
    assertSame(await worker.settle(completed(reply.claimed[0])), [
      { status: 'settled', state: 'completed' },
    ])
  }),

  rule(
    'turn/out-of-step',
    'any number but the last or the next answers session-lost',
    async (bench) => {
      await bench.enqueue({}, {}, {})
      for (const wrong of [1, 4, 0, -1, 1_000]) {
        const worker = await bench.worker()
        const job = await worker.claimOne()
        await worker.turn({ settle: [interrupted(job)] })
        const settle = [completed(job)]
        const claim = [{ queue: 'default', slots: 1 }]
        assertSame(await worker.turnNumbered(wrong, { settle, claim }), LOST, `turn ${wrong} of 3`)
      }
      assertSame(await bench.storage.count({}), [{ queue: 'default', state: 'queued', count: 3 }])
    },
  ),

  rule(
    'turn/out-of-step',
    'a session begins with turn 1, and an unknown one with none',
    async (bench) => {
      for (const wrong of [0, 2]) {
        assertSame(await (await bench.worker()).turnNumbered(wrong), LOST, `turn ${wrong}`)
      }
      const none = { settle: [], report: [], claim: [], recover: 0 }
      assertSame(await bench.storage.turn({ session: 'unknown', turn: 1, ...none }), LOST)
    },
  ),

  rule(
    'turn/expired',
    'a session whose lease ran out is lost, even if nobody took its jobs',
    async (bench) => {
      await bench.enqueue({}, {})
      const worker = await bench.worker({ leaseMs: 1_000 })
      const job = await worker.claimOne()
      bench.clock.advance(999)
      await worker.turn()
      bench.clock.advance(2)
      const parts = { settle: [completed(job)], claim: [{ queue: 'default', slots: 1 }] }
      assertSame(await worker.tryTurn(parts), LOST)
      assertSame(await worker.repeatTurn(), LOST)
      assert.equal((await bench.read(job.id)).state, 'running')
      assertSame(await bench.storage.count({ states: ['queued'] }), [
        { queue: 'default', state: 'queued', count: 1 },
      ])
    },
  ),

  rule('turn/cancels', 'a cancel asked for a held job is told once, by a turn', async (bench) => {
    const [first, second] = await bench.enqueue({}, {})
    const [worker, other] = [await bench.worker(), await bench.worker()]
    await worker.claim(2)
    assert.deepEqual(await worker.cancels(), [])
    await bench.storage.command([first?.id as string], { type: 'cancel', reason: 'one' })
    await bench.storage.command([second?.id as string], { type: 'cancel', reason: 'two' })
    assert.deepEqual(await other.cancels(), [], 'only the holder is told')
    assertSame(
      [...(await worker.cancels())].sort((a, b) => (a.id < b.id ? -1 : 1)),
      [
        { id: first?.id, reason: 'one' },
        { id: second?.id, reason: 'two' },
      ],
    )
    assert.deepEqual(await worker.cancels(), [])
    assertSame(await worker.heartbeat(), { status: 'alive', cancels: [] })
  }),

  rule('turn/cancels', 'or by a heartbeat', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    await worker.claimOne()
    await bench.storage.command([id], { type: 'cancel', reason: 'enough' })
    const told = { status: 'alive', cancels: [{ id, reason: 'enough' }] }
    assertSame(await worker.heartbeat(), told)
    assertSame(await worker.heartbeat(), { status: 'alive', cancels: [] })
    assert.deepEqual(await worker.cancels(), [])
  }),

  rule('turn/cancels', 'a job settled by the same turn is not told of', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const job = await worker.claimOne()
    await bench.storage.command([id], { type: 'cancel', reason: 'enough' })
    assert.deepEqual((await worker.turn({ settle: [completed(job)] })).cancels, [])
  }),

  rule('heartbeat/renews', 'the lease runs leaseMs from now', async (bench) => {
    const worker = await bench.worker({ leaseMs: 1_000 })
    bench.clock.advance(900)
    assertSame(await worker.heartbeat(5_000), { status: 'alive', cancels: [] })
    bench.clock.advance(4_999)
    await worker.turn()
    assertSame(await worker.heartbeat(100), { status: 'alive', cancels: [] })
    bench.clock.advance(101)
    assertSame(await worker.tryTurn(), LOST, 'a shorter lease counts as well')
  }),

  rule('heartbeat/lost', 'an expired or unknown session is not revived', async (bench) => {
    await bench.enqueueOne()
    const [worker, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
    await worker.claimOne()
    bench.clock.advance(1_001)
    assertSame(await worker.heartbeat(), LOST)
    assertSame(await worker.heartbeat(), LOST)
    assertSame(await worker.tryTurn(), LOST)
    assert.equal((await taker.recover()).length, 1)
    assertSame(await worker.heartbeat(), LOST, 'after its jobs were taken')
    assertSame(await bench.storage.heartbeat('unknown', 1_000), LOST)
    assertSame(await bench.storage.heartbeat('unknown', 1_000), LOST)
  }),
]
