import { expect } from 'vitest'
import { completed, ended, idsOf, returned } from '../bench.js'
import type { Rule } from './rule.js'

const use = (key: string, reserve?: number) => ({
  limits: [{ key, definition: key, ...(reserve !== undefined && { reserve }) }],
})
const budget = (amount: number, whenExhausted: 'park' | 'hand-over', periodEndsAt: number) => ({
  budget: { amount, whenExhausted, periodEndsAt },
})

export function limitRules(rule: Rule): void {
  rule(
    'limit/concurrency',
    'never more running than allowed, and freed slots are used',
    async (bench) => {
      await bench.storage.defineLimits([{ name: 'one', concurrency: 2 }])
      const jobs = await bench.enqueue(use('one'), use('one'), use('one'), use('one'))
      const [first, second] = [await bench.worker(), await bench.worker()]
      const held = await first.claim(9)
      expect(idsOf(held)).toEqual(idsOf(jobs.slice(0, 2)))
      expect(await second.claim(9)).toEqual([])
      const [limit] = await bench.storage.limits()
      expect(limit).toMatchObject({ key: 'one', running: 2, parkedLanes: 1 })
      if (held[0]) await first.settle(completed(held[0]))
      expect(idsOf(await second.claim(9))).toEqual([jobs[2]?.id])
    },
  )

  rule('limit/blocks-no-other', 'a lane out of room does not stand in the way', async (bench) => {
    await bench.storage.defineLimits([{ name: 'one', concurrency: 1 }])
    await bench.enqueue(use('one'), use('one'), use('one'))
    const free = await bench.enqueue({}, {})
    const worker = await bench.worker()
    const held = await worker.claim(9)
    expect(held.length).toBe(3)
    expect(idsOf(held)).toEqual(expect.arrayContaining([...idsOf(free)]))
  })

  rule('limit/several-keys', 'a job is claimed only when every key has room', async (bench) => {
    await bench.storage.defineLimits([
      { name: 'a', concurrency: 1 },
      { name: 'b', concurrency: 1 },
    ])
    const both = { limits: [...use('a').limits, ...use('b').limits] }
    const [first, , third] = await bench.enqueue(use('a'), both, use('b'))
    const worker = await bench.worker()
    const held = await worker.claim(9)
    expect(idsOf(held)).toEqual([first?.id, third?.id])
    if (held[0]) await worker.settle(completed(held[0]))
    expect(await worker.claim(9)).toEqual([])
    if (held[1]) await worker.settle(completed(held[1]))
    expect((await worker.claim(9)).length).toBe(1)
  })

  rule(
    'limit/wakes',
    'a woken lane that waits for another key passes its turn on',
    async (bench) => {
      await bench.storage.defineLimits([
        { name: 'a', concurrency: 1 },
        { name: 'b', concurrency: 1 },
      ])
      const both = { limits: [...use('a').limits, ...use('b').limits] }
      const worker = await bench.worker()
      await bench.enqueue(use('a'), use('b'))
      const [a] = await worker.claim(2)
      await bench.enqueue(both)
      const plain = await bench.enqueueOne({ ...use('a'), group: 'other' })
      expect(await worker.claim(9)).toEqual([])
      if (a) await worker.settle(completed(a))
      expect(idsOf(await worker.claim(9))).toEqual([plain.id])
    },
  )

  rule('limit/wakes', 'a woken lane whose job goes away passes its turn on', async (bench) => {
    await bench.storage.defineLimits([{ name: 'a', concurrency: 1 }])
    const worker = await bench.worker()
    await bench.enqueueOne(use('a'))
    const [running] = await worker.claim(1)
    const debounced = { dedup: { key: 'k', mode: 'debounce' as const }, group: 'x' }
    await bench.enqueueOne({ ...use('a'), ...debounced })
    const [cancelled, last] = await bench.enqueue(
      { ...use('a'), group: 'y' },
      { ...use('a'), group: 'z' },
    )
    expect(await worker.claim(9)).toEqual([])
    if (running) await worker.settle(completed(running))
    const later = bench.job({ ...use('a'), ...debounced, delayMs: 60_000 })
    await bench.storage.enqueue([[later]])
    await bench.storage.command([cancelled?.id as string], { type: 'cancel', reason: 'no' })
    expect(idsOf(await worker.claim(9))).toEqual([last?.id])
  })

  rule('limit/wakes', 'a changed definition makes room', async (bench) => {
    await bench.storage.defineLimits([{ name: 'one', concurrency: 1 }])
    await bench.enqueue(use('one'), use('one'), use('one'))
    const worker = await bench.worker()
    expect((await worker.claim(9)).length).toBe(1)
    await bench.storage.defineLimits([{ name: 'one', concurrency: 3 }])
    expect((await worker.claim(9)).length).toBe(2)
    const [limit] = await bench.storage.limits()
    expect(limit).toMatchObject({ running: 3, definition: { concurrency: 3 } })
  })

  rule(
    'limit/rate',
    'never more claims in any period, and room comes back with time',
    async (bench) => {
      await bench.storage.defineLimits([{ name: 'r', rate: { limit: 5, perMs: 1_000 } }])
      await bench.enqueue(...Array.from({ length: 40 }, () => use('r')))
      const worker = await bench.worker()
      const claims: number[] = []
      for (let ms = 0; ms < 4_000; ms += 10) {
        const reply = await worker.turn({ claim: [{ queue: 'default', slots: 9 }] })
        for (const _ of reply.claimed) claims.push(bench.clock.now())
        expect(reply.nextDueInMs).toBeGreaterThan(0)
        bench.clock.advance(10)
      }
      for (const from of claims) {
        expect(claims.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(5)
      }
      expect(claims.length).toBeGreaterThanOrEqual(19)
    },
  )

  rule('limit/freed-once', 'every end frees its count, lost ones too', async (bench) => {
    await bench.storage.defineLimits([{ name: 'one', concurrency: 3 }])
    await bench.enqueue(use('one'), use('one'), use('one'))
    const dead = await bench.worker('dead', 1_000)
    const taker = await bench.worker('taker', 1_000)
    const [first, second] = await dead.claim(3)
    if (first) await dead.turn({ settle: [returned(first, 'interrupted', 60_000)] })
    if (second)
      await dead.turn({
        settle: [
          ended(second, undefined, {
            state: 'queued',
            attempt: 0,
            headStartMs: 0,
            delayMs: 60_000,
          }),
        ],
      })
    const running = async () => (await bench.storage.limits())[0]?.running
    expect(await running()).toBe(1)
    await bench.storage.closeSession(dead.session, 'died')
    const { recovered } = await taker.turn({ recover: 9 })
    expect(await running()).toBe(1)
    await taker.settle(...recovered.map((job) => returned(job, 'lost', 60_000)))
    expect(await running()).toBe(0)
  })

  rule('limit/budget-reserves', 'spent and reserved never exceed the amount', async (bench) => {
    const ends = bench.clock.now() + 60_000
    await bench.storage.defineLimits([{ name: 'm', ...budget(100, 'park', ends) }])
    await bench.enqueue(use('m', 40), use('m', 40), use('m', 40))
    const worker = await bench.worker()
    const held = await worker.claim(9)
    expect(held.length).toBe(2)
    const limit = async () => (await bench.storage.limits())[0]
    expect(await limit()).toMatchObject({
      reserved: 80,
      spent: 0,
      periodEndsAt: ends,
      parkedLanes: 1,
    })
    const [one, two] = held
    if (!one || !two) throw new Error('two jobs were claimed')
    const spend = (amount: number) => bench.storage.spend(worker.session, one, 'm', amount)
    expect(await spend(30)).toEqual({ status: 'spent', remaining: 20 })
    expect(await spend(15)).toEqual({ status: 'spent', remaining: 15 })
    expect((await spend(16)).status).toBe('exhausted')
    expect(await limit()).toMatchObject({ spent: 45, reserved: 40 })
    const stale = { id: one.id, token: one.token + 100 }
    expect(await bench.storage.spend(worker.session, stale, 'm', 1)).toEqual({
      status: 'lease-lost',
    })
    await worker.settle(completed(two))
    expect(await limit()).toMatchObject({ spent: 45, reserved: 0 })
    expect((await worker.claim(9)).length).toBe(1)
  })

  rule('spend/lost-counts', 'the reserve of a lost execution counts as spent', async (bench) => {
    await bench.storage.defineLimits([
      { name: 'm', ...budget(100, 'park', bench.clock.now() + 60_000) },
    ])
    await bench.enqueue(use('m', 40))
    const worker = await bench.worker()
    const [held] = await worker.claim(1)
    if (held) await bench.storage.spend(worker.session, held, 'm', 10)
    if (held) await worker.settle(returned(held, 'lost', 60_000))
    expect((await bench.storage.limits())[0]).toMatchObject({ spent: 40, reserved: 0 })
  })

  rule(
    'limit/budget-hands-over',
    'a job that cannot reserve is claimed with exhausted',
    async (bench) => {
      await bench.storage.defineLimits([
        { name: 'm', ...budget(50, 'hand-over', bench.clock.now() + 60_000) },
      ])
      await bench.enqueue(use('m', 40), use('m', 40))
      const worker = await bench.worker()
      const [first, second] = await worker.claim(9)
      expect(first?.exhausted).toBeUndefined()
      expect(second?.exhausted).toEqual(['m'])
      if (!second) return
      const exempt = { state: 'queued', attempt: 0, headStartMs: 0, exempt: ['m'] } as const
      await worker.settle(ended(second, undefined, exempt))
      const [again] = await worker.claim(9)
      expect(again?.exhausted).toBeUndefined()
      expect((await bench.storage.limits())[0]).toMatchObject({ reserved: 40 })
    },
  )

  rule(
    'budget/rolls',
    'nothing is spent in the new period, and reserves are carried',
    async (bench) => {
      const ends = bench.clock.now() + 1_000
      await bench.storage.defineLimits([{ name: 'm', ...budget(50, 'park', ends) }])
      await bench.enqueue(use('m', 20), use('m', 20), use('m', 20))
      const worker = await bench.worker()
      const [held] = await worker.claim(2)
      if (held) await bench.storage.spend(worker.session, held, 'm', 25)
      const waiting = await worker.turn({ claim: [{ queue: 'default', slots: 9 }] })
      expect(waiting).toMatchObject({ claimed: [], nextDueInMs: 1_000 })
      bench.clock.advance(1_000)
      expect((await worker.turn()).budgetsDue).toEqual(['m'])
      expect(await bench.storage.rollBudget('m', ends + 1, ends + 2_000)).toBe('conflict')
      expect(await bench.storage.rollBudget('m', ends, ends + 2_000)).toBe('rolled')
      expect((await bench.storage.limits())[0]).toMatchObject({
        spent: 0,
        reserved: 20,
        periodEndsAt: ends + 2_000,
      })
      expect((await worker.turn()).budgetsDue).toBeUndefined()
      expect((await worker.claim(9)).length).toBe(1)
    },
  )

  rule('budget/reset', 'nothing is spent any more; the period goes on', async (bench) => {
    const ends = bench.clock.now() + 60_000
    await bench.storage.defineLimits([{ name: 'm', ...budget(50, 'park', ends) }])
    await bench.enqueue(use('m', 30), use('m', 30))
    const worker = await bench.worker()
    const [held] = await worker.claim(9)
    if (held) await bench.storage.spend(worker.session, held, 'm', 30)
    await bench.storage.resetBudget('m')
    expect((await bench.storage.limits())[0]).toMatchObject({
      spent: 0,
      reserved: 0,
      periodEndsAt: ends,
    })
    expect((await worker.claim(9)).length).toBe(1)
  })
}
