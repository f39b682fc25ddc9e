import { expect } from 'vitest'
import { completed, idsOf, returned } from '../bench.js'
import type { Rule } from './rule.js'

export function sessionRules(rule: Rule): void {
  rule(
    'turn/untaken',
    'an expired session goes on while nobody recovered from it',
    async (bench) => {
      const job = await bench.enqueueOne()
      const worker = await bench.worker('slow', 1_000)
      const [held] = await worker.claim(1)
      bench.clock.advance(60_000)
      expect((await bench.storage.heartbeat(worker.session, 1_000)).status).toBe('alive')
      bench.clock.advance(60_000)
      if (held) await worker.settle(completed(held))
      expect((await bench.read(job.id)).state).toBe('completed')
    },
  )

  rule('turn/recovered-from', 'one that was recovered from is lost for ever', async (bench) => {
    await bench.enqueue({}, {})
    const [dead, taker] = [await bench.worker('dead', 1_000), await bench.worker('taker')]
    await dead.claim(2)
    bench.clock.advance(1_000)
    const { recovered, more } = await taker.turn({ recover: 1 })
    expect(recovered).toMatchObject([
      { lostWorker: 'dead', alone: false, loss: 'expired', suspect: true },
    ])
    expect(more).toBe(true)
    expect(await bench.storage.heartbeat(dead.session, 1_000)).toEqual({ status: 'session-lost' })
    await expect(dead.turn()).rejects.toThrow('was lost')
    expect((await taker.turn({ recover: 9 })).recovered).toMatchObject([{ alone: false }])
  })

  rule(
    'recover/holds-off',
    'after a silence of all, nobody is recovered from for a while',
    async (bench) => {
      await bench.enqueueOne()
      const [dead, taker] = [await bench.worker('dead', 9_000), await bench.worker('taker', 9_000)]
      await dead.claim(1)
      bench.clock.advance(20_000)
      expect((await taker.turn({ recover: 9 })).recovered).toEqual([])
      bench.clock.advance(5_999)
      expect((await taker.turn({ recover: 9 })).recovered).toEqual([])
      bench.clock.advance(1)
      expect((await taker.turn({ recover: 9 })).recovered.length).toBe(1)
    },
  )

  rule('recover/holds-off', 'closed sessions are recovered all the same', async (bench) => {
    await bench.enqueueOne()
    const [dead, taker] = [await bench.worker('dead', 9_000), await bench.worker('taker', 9_000)]
    await dead.claim(1)
    bench.clock.advance(20_000)
    await bench.storage.closeSession(dead.session, 'died')
    const { recovered } = await taker.turn({ recover: 9 })
    expect(recovered).toMatchObject([{ loss: 'died' }])
    await bench.storage.closeSession(dead.session, 'ended')
    await bench.storage.closeSession('never opened', 'ended')
  })

  rule('recover/alone', 'the only job of the lost session, and suspect already', async (bench) => {
    const job = await bench.enqueueOne()
    const taker = await bench.worker('taker')
    const alone: boolean[] = []
    for (let round = 0; round < 2; round += 1) {
      const dead = await bench.worker('dead')
      await dead.claim(1)
      await bench.storage.closeSession(dead.session, 'died')
      const { recovered } = await taker.turn({ recover: 9 })
      alone.push(...recovered.map((one) => one.alone))
      await taker.settle(...recovered.map((one) => returned(one, 'lost')))
    }
    expect(alone).toEqual([false, true])
    expect((await bench.read(job.id)).suspect).toBe(true)
    const [held] = await taker.claim(1)
    if (held) await taker.settle(returned(held, 'failed', 0))
    expect((await bench.read(job.id)).suspect).toBe(false)
    const outcomes = (await bench.storage.trail(job.id))?.attempts.map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['lost', 'lost', 'failed'])
  })

  rule('turn/repeat', 'a recovering turn sent again gives the same answer', async (bench) => {
    await bench.enqueue({ input: `"${'x'.repeat(9_000)}"` }, {})
    const dead = await bench.worker('dead')
    const [first] = await dead.claim(1)
    const steps = { a: '1', b: '"two"' }
    if (first) await dead.turn({ report: [{ ...first, progress: '"p"', steps }] })
    await bench.storage.closeSession(dead.session, 'died')
    await bench.storage.openSession({ id: 's', worker: 'taker', leaseMs: 9_000 })
    const claim = [{ queue: 'default', slots: 9 }]
    const turn = { session: 's', turn: 1, settle: [], report: [], claim, recover: 9 }
    const reply = await bench.storage.turn(turn)
    expect(await bench.storage.turn(turn)).toEqual(reply)
    expect(reply).toMatchObject({
      claimed: [{ state: 'running' }],
      recovered: [{ progress: '"p"', steps, input: first?.input, loss: 'died' }],
    })
  })

  rule('session/listed', 'with worker, facts, lease and number of running jobs', async (bench) => {
    const openedAt = bench.clock.now()
    await bench.enqueue({}, {})
    await bench.storage.openSession({ id: 'a b\n', worker: 'w', leaseMs: 100, facts: '{"pid":1}' })
    const quiet = await bench.worker('quiet')
    bench.clock.advance(50)
    const claim = [{ queue: 'default', slots: 2 }]
    await bench.storage.turn({
      session: 'a b\n',
      turn: 1,
      settle: [],
      report: [],
      claim,
      recover: 0,
    })
    const sessions = await bench.storage.sessions()
    expect(sessions.find(({ id }) => id === 'a b\n')).toEqual({
      ...{ id: 'a b\n', worker: 'w', facts: '{"pid":1}', openedAt, running: 2 },
      ...{ lastSeenAt: openedAt + 50, leaseEndsAt: openedAt + 100 },
    })
    await bench.storage.closeSession(quiet.session, 'ended')
    expect((await bench.storage.sessions()).length).toBe(1)
  })

  rule('report/steps', 'a step’s result comes with every later claim', async (bench) => {
    await bench.enqueueOne()
    const worker = await bench.worker()
    const [held] = await worker.claim(1)
    if (!held) return
    await worker.turn({ report: [{ ...held, steps: { first: '{"a": 1}' } }] })
    const stale = { ...held, token: held.token + 1, steps: { second: '2' } }
    await worker.turn({ report: [stale] })
    await worker.settle(returned(held, 'failed', 0))
    const [again] = await worker.claim(1)
    expect(again?.steps).toEqual({ first: '{"a": 1}' })
    expect((await bench.storage.trail(held.id))?.steps).toEqual({ first: '{"a": 1}' })
  })

  rule('settle/untouched', 'without an outcome nothing is added to the trail', async (bench) => {
    const job = await bench.enqueueOne()
    const before = await bench.read(job.id)
    const worker = await bench.worker()
    const [held] = await worker.claim(1)
    const next = { state: 'queued', attempt: 0, headStartMs: 0 } as const
    if (held) await worker.settle({ id: held.id, token: held.token, next })
    expect(await bench.read(job.id)).toEqual(before)
    expect((await bench.storage.trail(job.id))?.attempts).toEqual([])
    expect(idsOf(await worker.claim(1))).toEqual([job.id])
  })
}
