import { expect } from 'vitest'
import type { Rule } from './rule.js'

export function sessionRules(rule: Rule): void {
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

  rule('recover/holds-off', 'each session for as long as its own lease says', async (bench) => {
    await bench.enqueue({}, {})
    const [short, long] = [await bench.worker('short', 3_000), await bench.worker('long', 30_000)]
    await short.claim(1)
    await long.claim(1)
    bench.clock.advance(31_000)
    const taker = await bench.worker('taker', 60_000)
    const lostTo = async () =>
      (await taker.turn({ recover: 9 })).recovered.map(({ lostWorker }) => lostWorker)
    expect(await lostTo()).toEqual([])
    bench.clock.advance(1_999)
    await bench.storage.heartbeat(taker.session, 60_000)
    expect(await lostTo()).toEqual([])
    bench.clock.advance(1)
    expect(await lostTo()).toEqual(['short'])
    for (let ms = 0; ms < 17_000; ms += 1_000) {
      bench.clock.advance(1_000)
      await bench.storage.heartbeat(taker.session, 60_000)
    }
    expect(await lostTo()).toEqual([])
    bench.clock.advance(1_000)
    expect(await lostTo()).toEqual(['long'])
  })
}
