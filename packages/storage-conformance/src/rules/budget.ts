import assert from 'node:assert/strict'
import type { ClaimedJob, NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, lost, retried } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'
import { claimAll, limitOf, uses } from './limit.js'

const PERIOD_MS = 60_000

/** A budget “money” of 10 and jobs that put 4 of it aside. */
async function withMoney(bench: Bench, whenExhausted: 'park' | 'hand-over', jobs: number) {
  const periodEndsAt = bench.clock.now() + PERIOD_MS
  await bench.storage.defineLimits([
    { name: 'money', budget: { amount: 10, periodEndsAt, whenExhausted } },
  ])
  const given: Partial<NewJob> = uses({ key: 'money', definition: 'money', reserve: 4 })
  await bench.enqueue(...Array.from({ length: jobs }, () => given))
  const worker = await bench.worker({ leaseMs: 10 ** 6 })
  const spend = (job: ClaimedJob, amount: number) =>
    bench.storage.spend(worker.session, job, 'money', amount)
  return { worker, periodEndsAt, spend, money: () => limitOf(bench, 'money') }
}

export const budgetRules: readonly Rule[] = [
  rule(
    'limit/budget-reserves',
    'spent and reserved together never exceed the amount',
    async (bench) => {
      const { worker, spend, money, periodEndsAt } = await withMoney(bench, 'park', 5)
      const [one, two, ...none] = await claimAll(worker)
      assert.ok(one && two && none.length === 0)
      assertIncludes(await money(), { reserved: 8, spent: 0, running: 2, periodEndsAt })
      await spend(one, 4)
      await worker.settle(completed(one))
      assertIncludes(await money(), { reserved: 4, spent: 4 })
      assert.deepEqual(await claimAll(worker), [], '2 left, 4 needed')
      await worker.settle(completed(two))
      assert.equal((await claimAll(worker)).length, 1, 'the unspent reserve was free')
      assertIncludes(await money(), { reserved: 4, spent: 4 })
    },
  ),

  rule(
    'limit/budget-hands-over',
    'where the definition says so, a job that cannot reserve is claimed with exhausted',
    async (bench) => {
      const { worker, money } = await withMoney(bench, 'hand-over', 4)
      const jobs = await claimAll(worker)
      assert.deepEqual(
        jobs.map(({ exhausted }) => exhausted),
        [undefined, undefined, ['money'], ['money']],
      )
      assertIncludes(await money(), { reserved: 8, running: 4 })
      const [, , third, fourth] = jobs
      assert.ok(third && fourth)
      const next = { state: 'queued', attempt: 0, headStartMs: 0 } as const
      await worker.settle({
        id: third.id,
        token: third.token,
        next: { ...next, exempt: ['money'] },
      })
      const [again] = await claimAll(worker)
      assertSame([again?.id, again?.exhausted], [third.id, undefined], 'exempt from it')
      assertIncludes(await money(), { reserved: 8, running: 4 })
      await worker.settle(failed(again as ClaimedJob), completed(fourth))
      await bench.storage.command([third.id], { type: 'retry', headStartMs: 0 })
      const [once] = await claimAll(worker)
      assertSame(once?.exhausted, ['money'], 'for one claim only')
    },
  ),

  rule('limit/budget-hands-over', 'other limits must have room all the same', async (bench) => {
    await withMoney(bench, 'hand-over', 0)
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    const money = { key: 'money', definition: 'money', reserve: 11 }
    await bench.enqueue(uses(money, 'x'), uses(money, 'x'))
    const jobs = await claimAll(await bench.worker())
    assertSame(
      jobs.map(({ exhausted }) => exhausted),
      [['money']],
    )
  }),

  rule(
    'spend/settles',
    'what was spent counts, and at the end the unspent reserve is free',
    async (bench) => {
      const { worker, spend, money } = await withMoney(bench, 'park', 1)
      const [job] = await claimAll(worker)
      assert.ok(job)
      assertSame(await spend(job, 3), { status: 'spent', remaining: 7 })
      assertIncludes(await money(), { spent: 3, reserved: 1 })
      assertSame(await spend(job, 2), { status: 'spent', remaining: 5 }, 'beyond the reserve')
      assertIncludes(await money(), { spent: 5, reserved: 0 })
      await worker.settle(failed(job))
      assertIncludes(await money(), { spent: 5, reserved: 0, running: 0 })
      await bench.enqueue(uses({ key: 'money', definition: 'money', reserve: 4 }))
      const [other] = await claimAll(worker)
      await worker.settle(retried(other as ClaimedJob, 10))
      assertIncludes(await money(), { spent: 5, reserved: 0 })
    },
  ),

  rule('spend/refuses', 'more than is left is exhausted, and nothing changes', async (bench) => {
    const { worker, spend, money } = await withMoney(bench, 'park', 2)
    const [one, two] = await claimAll(worker)
    assert.ok(one && two)
    const before = await money()
    assertSame(await spend(one, 7), { status: 'exhausted', remaining: 6 })
    assertSame(await money(), before)
    assertSame(await spend(one, 6), { status: 'spent', remaining: 0 })
    assertSame(await spend(one, 1), { status: 'exhausted', remaining: 0 })
    assertSame(await spend(two, 4), { status: 'spent', remaining: 0 }, 'others keep their reserve')
  }),

  rule('spend/lost-counts', 'the reserve of a lost execution counts as spent', async (bench) => {
    const { worker, spend, money } = await withMoney(bench, 'park', 1)
    const [job] = await claimAll(worker)
    await spend(job as ClaimedJob, 1)
    await worker.close()
    const taker = await bench.worker()
    const [recovered] = await taker.recover()
    assertIncludes(await money(), { spent: 1, reserved: 3 })
    await taker.settle(lost(recovered as ClaimedJob))
    assertIncludes(await money(), { spent: 4, reserved: 0 })
  }),

  rule('spend/fenced', 'only the holder spends', async (bench) => {
    const { worker, money } = await withMoney(bench, 'park', 1)
    const stranger = await bench.worker()
    const [job] = await claimAll(worker)
    assert.ok(job)
    const { storage } = bench
    const lease = { status: 'lease-lost' }
    assertSame(await storage.spend(stranger.session, job, 'money', 1), lease)
    assertSame(await storage.spend('unknown', job, 'money', 1), lease)
    await worker.settle(retried(job, 0))
    const [again] = await claimAll(worker)
    assert.ok(again)
    assertSame(await storage.spend(worker.session, job, 'money', 1), lease, 'an old claim')
    await worker.close()
    assertSame(await storage.spend(worker.session, again, 'money', 1), lease, 'a closed session')
    assert.equal((await money()).spent, 0)
  }),

  rule(
    'budget/rolls',
    'with the expected end, nothing is spent in the new period; else nothing changes',
    async (bench) => {
      const { worker, spend, money, periodEndsAt } = await withMoney(bench, 'park', 3)
      const jobs = await claimAll(worker)
      for (const job of jobs) await spend(job, 4)
      await worker.settle(...jobs.map((job) => completed(job)))
      const stopped = await worker.turn({ claim: [{ queue: 'default', slots: 9 }] })
      assert.deepEqual(stopped.claimed, [])
      assert.equal(stopped.nextDueInMs, PERIOD_MS, 'the end of the period is waited for')
      assert.equal(stopped.budgetsDue, undefined)
      bench.clock.advance(PERIOD_MS)
      assertSame((await worker.turn()).budgetsDue, ['money'])
      const next = periodEndsAt + PERIOD_MS
      assert.equal(await bench.storage.rollBudget('money', periodEndsAt - 1, next), 'conflict')
      assertIncludes(await money(), { spent: 8, periodEndsAt })
      assert.equal(await bench.storage.rollBudget('money', periodEndsAt, next), 'rolled')
      assertIncludes(await money(), { spent: 0, periodEndsAt: next })
      assert.equal(await bench.storage.rollBudget('money', periodEndsAt, next), 'conflict')
      assert.equal((await worker.turn()).budgetsDue, undefined)
      assert.equal((await claimAll(worker)).length, 1, 'who waited is claimed')
    },
  ),

  rule('budget/carries-reserves', 'what running jobs reserved stays reserved', async (bench) => {
    const { worker, money, spend, periodEndsAt } = await withMoney(bench, 'park', 2)
    const [one, two] = await claimAll(worker)
    assert.ok(one && two)
    await spend(one, 1)
    await bench.storage.rollBudget('money', periodEndsAt, periodEndsAt + 1)
    assertIncludes(await money(), { spent: 0, reserved: 7 })
    assertSame(await spend(one, 3), { status: 'spent', remaining: 3 })
    assertIncludes(await money(), { spent: 3, reserved: 4 })
  }),

  rule('budget/reset', 'nothing is spent any more; the period goes on', async (bench) => {
    const { worker, spend, money, periodEndsAt } = await withMoney(bench, 'park', 3)
    const jobs = await claimAll(worker)
    for (const job of jobs) await spend(job, 4)
    assert.deepEqual(await claimAll(worker), [])
    await bench.storage.resetBudget('money')
    assertIncludes(await money(), { spent: 0, reserved: 0, periodEndsAt })
    assert.equal(idsOf(await claimAll(worker)).length, 1, 'who waited is claimed')
  }),
]
