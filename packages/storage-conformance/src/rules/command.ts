import assert from 'node:assert/strict'
import type { Command, JobId } from '@nightshift/core'
import { completed, EMPTY_TRAIL, failed, logLine, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'
import { assertRefused, oneInEach } from './refusal.js'

const CANCEL: Command = { type: 'cancel', reason: 'not needed' }
const RETRY: Command = { type: 'retry', headStartMs: 0 }
const DELETE: Command = { type: 'delete' }
const PROMOTE: Command = { type: 'promote' }

export const commandRules: readonly Rule[] = [
  rule(
    'command/retry',
    'a failed job is queued, due now, as if new; its trail stays',
    async (bench) => {
      const { id } = await bench.enqueueOne()
      const worker = await bench.worker({ name: 'w' })
      const job = await worker.claimOne()
      await worker.settle(failed(job, { progress: '5', logs: [logLine('kept')] }))
      const trail = await bench.trail(id)
      bench.clock.advance(100)
      const queued = { status: 'done', state: 'queued' }
      assertSame(await bench.storage.command([id], RETRY), [queued])
      const { token: _, ...claimed } = job
      const back = { state: 'queued', attempt: 0, dueAt: bench.clock.now() } as const
      assertSame(await bench.read(id), { ...claimed, ...back })
      assertSame(await bench.trail(id), trail)
      await worker.settle(completed(await worker.claimOne()))
      const { attempts } = await bench.trail(id)
      assert.deepEqual(
        attempts.map(({ execution, outcome }) => [execution, outcome]),
        [
          [1, 'failed'],
          [2, 'succeeded'],
        ],
      )
    },
  ),

  rule('command/retry', 'a cancelled job comes back without its cancel request', async (bench) => {
    const { id } = await bench.enqueueOne({ delayMs: 60_000 })
    const worker = await bench.worker()
    await bench.storage.command([id], CANCEL)
    await bench.storage.command([id], RETRY)
    const back = { state: 'queued', cancelReason: undefined, endedAt: undefined } as const
    assertIncludes(await bench.read(id), { ...back, dueAt: bench.clock.now() })
    await worker.claimOne()
    await bench.storage.command([id], CANCEL)
    assert.equal((await worker.cancels()).length, 1, 'a new request is told again')
  }),

  rule(
    'command/retry',
    'its place follows from the head start that came with it',
    async (bench) => {
      const { failed: id } = await oneInEach(bench, 'failed')
      bench.clock.advance(100)
      const other = await bench.enqueueOne({ queue: 'failed' })
      bench.clock.advance(100)
      await bench.storage.command([id], { type: 'retry', headStartMs: 150 })
      const worker = await bench.worker()
      assert.deepEqual(idsOf(await worker.claim(2, 'failed')), [id, other.id])
    },
  ),

  rule('command/retry', 'others are refused', (bench) =>
    assertRefused(bench, RETRY, 'queued', 'running', 'completed'),
  ),

  rule(
    'command/retry-taken-key',
    'a retry whose key is held by another is refused with the holder',
    async (bench) => {
      const dedup = unique('k')
      const first = await bench.enqueueOne({ dedup })
      const worker = await bench.worker()
      await worker.settle(failed(await worker.claimOne()))
      const holder = await bench.enqueueOne({ dedup: unique('k', 1_000) })
      const refused = [{ status: 'refused', state: 'failed', holder: holder.id }]
      assertSame(await bench.storage.command([first.id], RETRY), refused)
      await worker.settle(completed(await worker.claimOne()))
      assertSame(await bench.storage.command([first.id], RETRY), refused, 'held by its window')
      bench.clock.advance(1_000)
      const queued = [{ status: 'done', state: 'queued' }]
      assertSame(await bench.storage.command([first.id], RETRY), queued)
      const [reply] = await bench.storage.enqueue([[bench.job({ dedup })]])
      const duplicate = { status: 'duplicate', id: first.id }
      assertSame(reply, { status: 'accepted', jobs: [duplicate] }, 'a retried job holds its key')
    },
  ),

  rule('command/retry-taken-key', 'a job’s own window does not stand in its way', async (bench) => {
    const { id } = await bench.enqueueOne({ dedup: unique('k', 60_000) })
    await bench.storage.command([id], CANCEL)
    assertSame(await bench.storage.command([id], RETRY), [{ status: 'done', state: 'queued' }])
  }),

  rule('command/reprioritise', 'a queued job takes its new place', async (bench) => {
    const jobs = await bench.enqueue({}, {}, {}, { delayMs: 1_000 })
    const [first, second, third, delayed] = idsOf(jobs) as [JobId, JobId, JobId, JobId]
    const order = { type: 'reprioritise', priority: 0, headStartMs: 5_000 } as const
    const queued = { status: 'done', state: 'queued' }
    assertSame(await bench.storage.command([third, delayed], order), [queued, queued])
    assertIncludes(await bench.read(third), { priority: 0, state: 'queued' })
    await bench.storage.command([first], { ...order, priority: 4, headStartMs: -10 })
    const worker = await bench.worker()
    assert.deepEqual(idsOf(await worker.claim(1)), [third])
    bench.clock.advance(1_000)
    assert.deepEqual(idsOf(await worker.claim(9)), [delayed, second, first])
  }),

  rule('command/reprioritise', 'others are refused', (bench) =>
    assertRefused(
      bench,
      { type: 'reprioritise', priority: 0, headStartMs: 9 },
      'running',
      'completed',
      'failed',
      'cancelled',
    ),
  ),

  rule('command/promote', 'a delayed job is due now', async (bench) => {
    const delayed = await bench.enqueueOne({ delayMs: 60_000, headStartMs: 50 })
    bench.clock.advance(100)
    const earlier = await bench.enqueueOne({ headStartMs: 20 })
    bench.clock.advance(20)
    const later = await bench.enqueueOne()
    const queued = [{ status: 'done', state: 'queued' }]
    assertSame(await bench.storage.command([delayed.id], PROMOTE), queued)
    assertIncludes(await bench.read(delayed.id), { state: 'queued', dueAt: bench.clock.now() })
    const worker = await bench.worker()
    const order = idsOf([delayed, earlier, later])
    assert.deepEqual(idsOf(await worker.claim(9)), order, 'it keeps its head start')
  }),

  rule('command/promote', 'others are refused', (bench) =>
    assertRefused(bench, PROMOTE, 'queued', 'running', 'completed', 'failed', 'cancelled'),
  ),

  rule(
    'command/delete',
    'any job but a running one goes, with all that is kept of it',
    async (bench) => {
      const states = ['queued', 'completed', 'failed', 'cancelled'] as const
      const ids = Object.values(await oneInEach(bench, ...states))
      const deleted = { status: 'done', state: 'deleted' }
      assertSame(
        await bench.storage.command(ids, DELETE),
        ids.map(() => deleted),
      )
      assert.deepEqual(await bench.storage.get(ids), [])
      assert.deepEqual((await bench.storage.list({ limit: 10 })).jobs, [])
      assert.deepEqual(await bench.counts(), [])
      for (const id of ids) assert.equal(await bench.storage.trail(id), undefined)
      const worker = await bench.worker()
      assert.deepEqual(await worker.claim(9, 'queued'), [])
      assertSame(await bench.storage.command(ids.slice(0, 1), DELETE), [{ status: 'not-found' }])
    },
  ),

  rule('command/delete', 'a running job is refused', (bench) =>
    assertRefused(bench, DELETE, 'running'),
  ),

  rule('command/delete', 'an id that was deleted starts afresh', async (bench) => {
    const job = await bench.enqueueOne()
    const worker = await bench.worker()
    await worker.settle(failed(await worker.claimOne(), { logs: [logLine('old')] }))
    await bench.storage.command([job.id], DELETE)
    const [reply] = await bench.storage.enqueue([[job]])
    assertSame(reply, { status: 'accepted', jobs: [{ status: 'stored', id: job.id }] })
    assertSame(await bench.trail(job.id), EMPTY_TRAIL)
  }),
]
