import assert from 'node:assert/strict'
import type { ClaimedJob, Command } from '@nightshift/core'
import { completed, failed, interrupted, lost, retried, settlement } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'
import { assertRefused, oneInEach } from './refusal.js'

const CANCEL: Command = { type: 'cancel', reason: 'not needed' }

export const cancelRules: readonly Rule[] = [
  rule(
    'command/cancel-waiting',
    'a queued job is cancelled at once, with the reason',
    async (bench) => {
      const [due, delayed] = await bench.enqueue({}, { delayMs: 500 })
      bench.clock.advance(5)
      const unknown = bench.job().id
      const ids = [delayed?.id as string, unknown, due?.id as string]
      const done = { status: 'done', state: 'cancelled' }
      assertSame(await bench.storage.command(ids, CANCEL), [done, { status: 'not-found' }, done])
      const gone = {
        state: 'cancelled',
        cancelReason: 'not needed',
        endedAt: bench.clock.now(),
      } as const
      for (const job of await bench.storage.get(ids)) assertIncludes(job, gone)
      bench.clock.advance(500)
      const worker = await bench.worker()
      assert.deepEqual(await worker.claim(9), [])
    },
  ),

  rule(
    'command/cancel-running',
    'a running job is requested, and its holder is told',
    async (bench) => {
      const { running } = await oneInEach(bench, 'running')
      assertSame(await bench.storage.command([running], CANCEL), [{ status: 'requested' }])
      const record = { state: 'running', cancelReason: 'not needed', endedAt: undefined } as const
      assertIncludes(await bench.read(running), record)
    },
  ),

  rule('command/cancel-running', 'asking again changes nothing', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    await worker.claimOne()
    await bench.storage.command([id], CANCEL)
    assertSame(await worker.cancels(), [{ id, reason: 'not needed' }])
    const again = { type: 'cancel', reason: 'really' } as const
    assertSame(await bench.storage.command([id], again), [{ status: 'requested' }])
    assert.deepEqual(await worker.cancels(), [])
    assert.equal((await bench.read(id)).cancelReason, 'not needed')
  }),

  rule('command/cancel-final', 'a final job is refused', (bench) =>
    assertRefused(bench, CANCEL, 'completed', 'failed', 'cancelled'),
  ),

  rule(
    'settle/cancel-beats-retry',
    'after a cancel request, only success completes',
    async (bench) => {
      const jobs = await bench.enqueue({}, {}, {}, {}, {})
      const worker = await bench.worker()
      const [a, b, c, d, e] = (await worker.claim(5)) as ClaimedJob[] as [
        ClaimedJob,
        ClaimedJob,
        ClaimedJob,
        ClaimedJob,
        ClaimedJob,
      ]
      await bench.storage.command(idsOf(jobs), { type: 'cancel', reason: 'stop' })
      const answers = await worker.settle(
        completed(a, '1'),
        retried(b, 10),
        failed(c),
        interrupted(d),
        settlement(e, 'snoozed', { state: 'queued', attempt: 0, delayMs: 5, headStartMs: 0 }),
      )
      const states = ['completed', 'cancelled', 'cancelled', 'cancelled', 'cancelled']
      assertSame(
        answers,
        states.map((state) => ({ status: 'settled', state })),
      )
      const records = await bench.storage.get(idsOf(jobs))
      assert.deepEqual(
        records.map(({ state }) => state),
        states,
      )
      for (const { cancelReason, endedAt } of records.slice(1)) {
        assert.equal(cancelReason, 'stop')
        assert.equal(endedAt, bench.clock.now())
      }
      bench.clock.advance(100)
      assert.deepEqual(await worker.claim(9), [])
    },
  ),

  rule(
    'settle/cancel-beats-retry',
    'also when the holder died and another settles',
    async (bench) => {
      const { id } = await bench.enqueueOne()
      const [dying, taker] = [await bench.worker({ leaseMs: 1_000 }), await bench.worker()]
      await dying.claimOne()
      await bench.storage.command([id], { type: 'cancel', reason: 'stop' })
      await bench.pass(1_001)
      const [recovered] = await taker.recover()
      assert.ok(recovered)
      assertSame(await taker.settle(lost(recovered)), [{ status: 'settled', state: 'cancelled' }])
    },
  ),
]
