import assert from 'node:assert/strict'
import { completed, failed, lost, retried, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame, idsOf } from '../same.js'
import { after } from './depend.js'

const SLOTS = [{ queue: 'default', slots: 9 }]

export const queueRules: readonly Rule[] = [
  rule(
    'enqueue/queue-full',
    'past the maximum of queued and blocked jobs a unit is refused',
    async (bench) => {
      await bench.storage.defineQueue('default', { maxLength: 3 })
      const [parent] = await bench.enqueue({}, { delayMs: 9_000 })
      assert.ok(parent)
      const two = [bench.job(after([parent])), bench.job()]
      const full = { status: 'queue-full', queue: 'default', maxLength: 3 }
      const [refused, other] = await bench.storage.enqueue([two, [bench.job({ queue: 'other' })]])
      assertSame(refused, full)
      assert.equal(other?.status, 'accepted', 'other queues are not concerned')
      assert.deepEqual(await bench.storage.get(idsOf(two)), [])
      await bench.enqueueOne(after([parent]))
      assertSame(await bench.storage.enqueue([[bench.job()]]), [full], 'blocked jobs count')
      await (await bench.worker()).claimOne()
      await bench.enqueueOne()
      assertSame(await bench.storage.enqueue([[bench.job()]]), [full], 'running ones do not')
    },
  ),

  rule('enqueue/queue-full', 'what is not stored takes no room', async (bench) => {
    await bench.storage.defineQueue('default', { maxLength: 1 })
    const job = await bench.enqueueOne({ dedup: unique('k') })
    const twin = bench.job({ dedup: unique('k') })
    assertSame(await bench.storage.enqueue([[job, twin]]), [
      {
        status: 'accepted',
        jobs: [
          { status: 'repeated', id: job.id },
          { status: 'duplicate', id: job.id },
        ],
      },
    ])
    await bench.storage.command([job.id], { type: 'delete' })
    await bench.enqueueOne()
  }),

  rule(
    'enqueue/retries-are-never-refused',
    'a full queue takes back settled, retried and recovered jobs',
    async (bench) => {
      await bench.enqueue({}, {}, {}, {})
      const [worker, dying] = [await bench.worker(), await bench.worker()]
      const [first, second, third] = await worker.claim(3)
      await dying.claimOne()
      assert.ok(first && second && third)
      await worker.settle(failed(third))
      await bench.storage.defineQueue('default', { maxLength: 1 })
      await bench.enqueueOne()
      await dying.close()
      await worker.settle(retried(first, 5), ...(await worker.recover()).map(lost))
      await worker.settle(retried(second))
      assertSame(await bench.storage.command([third.id], { type: 'retry', headStartMs: 0 }), [
        { status: 'done', state: 'queued' },
      ])
      bench.clock.advance(5)
      assert.equal((await worker.claim(9)).length, 5)
    },
  ),

  rule(
    'enqueue/retries-are-never-refused',
    'and releases those that wait for others',
    async (bench) => {
      const parent = await bench.enqueueOne()
      const child = await bench.enqueueOne({ ...after([parent]), queue: 'full' })
      await bench.storage.defineQueue('full', { maxLength: 0 })
      const worker = await bench.worker()
      await worker.settle(completed(await worker.claimOne()))
      assert.equal((await worker.claimOne('full')).id, child.id)
    },
  ),

  rule('queue/defined', 'reads back, and undefined lifts the maximum', async (bench) => {
    const read = async () => (await bench.storage.queues()).map(({ maxLength }) => maxLength)
    await bench.storage.defineQueue('a', { maxLength: 0 })
    assert.deepEqual(await read(), [0])
    const refused = await bench.storage.enqueue([[bench.job({ queue: 'a' })]])
    assert.equal(refused[0]?.status, 'queue-full')
    await bench.storage.defineQueue('a', { maxLength: 7 })
    await bench.storage.pauseQueue('a', 'pause')
    assert.deepEqual(await read(), [7])
    await bench.storage.defineQueue('a', {})
    assert.deepEqual(await read(), [undefined])
    assert.equal((await bench.storage.queues())[0]?.paused, true, 'it stays paused')
    await bench.enqueue({ queue: 'a' }, { queue: 'a' })
  }),

  rule('queue/paused', 'seen by every connection; running jobs go on', async (bench) => {
    await bench.enqueue({}, {}, { queue: 'other' })
    const second = await bench.connect()
    const [worker, other] = [await bench.worker(), await bench.worker({ storage: second })]
    const job = await worker.claimOne()
    await bench.storage.pauseQueue('default', 'pause')
    assert.deepEqual(await other.claim(9), [])
    assert.equal((await second.queues())[0]?.paused, true)
    await worker.report({ id: job.id, token: job.token, progress: '1' })
    assertSame(await worker.settle(completed(job)), [{ status: 'settled', state: 'completed' }])
    await second.pauseQueue('default', 'resume')
    assert.equal((await worker.claim(9)).length, 1)
  }),

  rule('claim/paused', 'nothing of a paused queue, whatever falls due', async (bench) => {
    await bench.enqueue({}, { delayMs: 50 }, { queue: 'other' }, { queue: 'other', delayMs: 90 })
    await bench.storage.pauseQueue('default', 'pause')
    const worker = await bench.worker()
    const claim = [...SLOTS, { queue: 'other', slots: 9 }]
    const first = await worker.turn({ claim })
    assert.deepEqual(
      first.claimed.map(({ queue }) => queue),
      ['other'],
    )
    assert.equal(first.more, false)
    assert.equal(first.nextDueInMs, 90, 'what is paused is not waited for')
    bench.clock.advance(60)
    assert.deepEqual(await worker.claim(9), [])
    await bench.storage.pauseQueue('default', 'resume')
    assert.equal((await worker.claim(9)).length, 2)
  }),

  rule(
    'queue/listed',
    'every queue that was defined, paused or used, with what is due',
    async (bench) => {
      await bench.storage.defineQueue('defined', { maxLength: 5 })
      await bench.storage.pauseQueue('paused', 'pause')
      const start = bench.clock.now()
      const parent = await bench.enqueueOne({ queue: 'used', headStartMs: -500 })
      await bench.enqueue(
        { queue: 'used', delayMs: 100, headStartMs: 9_999 },
        { queue: 'used', delayMs: 700 },
        { queue: 'used', ...after([parent]) },
      )
      bench.clock.advance(100)
      await bench.enqueue({ queue: 'used' })
      const queues = await bench.storage.queues()
      const used = { name: 'used', paused: false, due: 3, oldestDueAt: start }
      assertSame(queues, [
        { name: 'defined', paused: false, maxLength: 5, due: 0 },
        { name: 'paused', paused: true, due: 0 },
        used,
      ])
      const worker = await bench.worker()
      await worker.claim(3, 'used')
      assertSame((await bench.storage.queues())[2], { name: 'used', paused: false, due: 0 })
    },
  ),
]
