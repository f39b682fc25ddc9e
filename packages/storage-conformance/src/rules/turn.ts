import assert from 'node:assert/strict'
import { completed, interrupted } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

const LOST = { status: 'session-lost' } as const

export const turnRules: readonly Rule[] = [
  rule(
    'turn/repeat',
    'the last turn sent again gives the same answer and changes nothing',
    async (bench) => {
      await bench.enqueue({}, {}, {}, {}, { delayMs: 900 })
      const dead = await bench.worker()
      await dead.claimOne()
      const worker = await bench.worker()
      const settled = await worker.claimOne()
      const [asked] = await worker.claim(1)
      await bench.storage.command([asked?.id as string], { type: 'cancel', reason: 'stop' })
      await dead.close()
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
      const { attempts, logs } = await bench.trail(settled.id)
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
      assertSame(await bench.counts(), [{ queue: 'default', state: 'queued', count: 3 }])
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
    'turn/untaken',
    'a session whose lease ran out goes on as long as nobody recovered from it',
    async (bench) => {
      await bench.enqueue({}, {})
      const worker = await bench.worker({ leaseMs: 1_000 })
      const job = await worker.claimOne()
      await bench.pass(5_000)
      const parts = { settle: [completed(job)], claim: [{ queue: 'default', slots: 1 }] }
      const { settled, claimed } = await worker.turn(parts)
      assertSame(settled, [{ status: 'settled', state: 'completed' }])
      assert.equal(claimed.length, 1)
    },
  ),

  rule('turn/untaken', 'a turn does not renew the lease', async (bench) => {
    await bench.enqueueOne()
    const [worker, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
    const job = await worker.claimOne()
    for (let turns = 0; turns < 4; turns += 1) {
      await bench.pass(300)
      await worker.turn()
    }
    assert.deepEqual(idsOf(await taker.recover()), [job.id])
  }),

  rule(
    'turn/recovered-from',
    'a session that was recovered from is lost for ever, even if it held nothing',
    async (bench) => {
      await bench.enqueueOne()
      const [holder, idle] = [
        await bench.worker({ leaseMs: 1_000 }),
        await bench.worker({ leaseMs: 1_000 }),
      ]
      const job = await holder.claimOne()
      await bench.pass(1_001)
      const taker = await bench.worker()
      await taker.recover()
      for (const worker of [holder, idle]) {
        assertSame(await worker.tryTurn({ settle: [completed(job)] }), LOST)
        assertSame(await worker.repeatTurn(), LOST)
        assertSame(await worker.heartbeat(), LOST)
      }
      assert.equal((await bench.read(job.id)).state, 'running')
    },
  ),

  rule('turn/recovered-from', 'a turn never recovers from its own session', async (bench) => {
    await bench.enqueueOne()
    const worker = await bench.worker({ leaseMs: 1_000 })
    const job = await worker.claimOne()
    await bench.pass(1_001)
    assert.deepEqual(await worker.recover(), [])
    assertSame(await worker.settle(completed(job)), [{ status: 'settled', state: 'completed' }])
  }),

  rule(
    'turn/out-of-step-ends',
    'a turn out of step closes the session: its jobs can be recovered at once',
    async (bench) => {
      await bench.enqueueOne()
      const [worker, taker] = [await bench.worker(), await bench.worker()]
      const job = await worker.claimOne()
      assertSame(await worker.turnNumbered(7), LOST)
      assertSame(await worker.turnNumbered(2), LOST, 'and no right number helps')
      assertSame(await worker.heartbeat(), LOST)
      assert.deepEqual(idsOf(await taker.recover()), [job.id])
    },
  ),

  rule('turn/cancels', 'a cancel asked for a held job is told once by a turn', async (bench) => {
    const [first, second] = await bench.enqueue({}, {})
    const [worker, other] = [await bench.worker(), await bench.worker()]
    await worker.claim(2)
    assert.deepEqual(await worker.cancels(), [])
    await bench.storage.command([second?.id as string], { type: 'cancel', reason: 'two' })
    await bench.storage.command([first?.id as string], { type: 'cancel', reason: 'one' })
    assert.deepEqual(await other.cancels(), [], 'only the holder is told')
    assertSame(await worker.cancels(), [
      { id: first?.id, reason: 'one' },
      { id: second?.id, reason: 'two' },
    ])
    assert.deepEqual(await worker.cancels(), [])
    assertSame(await worker.heartbeat(), { status: 'alive', cancels: [] })
  }),

  rule('turn/cancels', 'and by every heartbeat until then', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    await worker.claimOne()
    await bench.storage.command([id], { type: 'cancel', reason: 'enough' })
    const cancels = [{ id, reason: 'enough' }]
    assertSame(await worker.heartbeat(), { status: 'alive', cancels })
    assertSame(await worker.heartbeat(), { status: 'alive', cancels })
    assertSame(await worker.cancels(), cancels)
    assertSame(await worker.heartbeat(), { status: 'alive', cancels: [] })
  }),

  rule('turn/cancels', 'what a recovered job carries is not told again', async (bench) => {
    const { id } = await bench.enqueueOne()
    const [worker, taker] = [await bench.worker(), await bench.worker()]
    await worker.claimOne()
    await bench.storage.command([id], { type: 'cancel', reason: 'enough' })
    await worker.close()
    const { recovered, cancels } = await taker.turn({ recover: 9 })
    assert.equal(recovered[0]?.cancelReason, 'enough')
    assert.deepEqual(cancels, [])
    assertSame(await taker.heartbeat(), { status: 'alive', cancels: [] })
  }),

  rule('turn/cancels', 'a job settled by the same turn is not told of', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const job = await worker.claimOne()
    await bench.storage.command([id], { type: 'cancel', reason: 'enough' })
    assert.deepEqual((await worker.turn({ settle: [completed(job)] })).cancels, [])
  }),
]
