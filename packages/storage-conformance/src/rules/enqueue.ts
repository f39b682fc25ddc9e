import assert from 'node:assert/strict'
import { MAX_UNIT_JOBS } from '@nightshift/core'
import { collidingId, EMPTY_TRAIL, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame, idsOf } from '../same.js'

/** JSON that a parser would change: spaces, key order, a repeated key, numbers beyond doubles. */
const DELICATE_JSON =
  '{ "b": 1.0, "a": 12345678901234567890, "a": "\\u0000 \\ud83d", "ü": "😀 \u2028 \'" ,"n":-0}'

export const enqueueRules: readonly Rule[] = [
  rule('enqueue/stores', 'a stored job reads back with everything it was given', async (bench) => {
    const job = bench.job({
      name: 'import “documents” 📄',
      queue: 'documents',
      priority: 4,
      headStartMs: 10 ** 13,
      input: DELICATE_JSON,
      options: '{ "retry" : false }',
      delayMs: 1_500,
      tenant: 'acme',
      group: 'acme “ü”',
      weight: 2,
      tags: ['red', 'blue'],
      batch: 'batch-1',
      limits: [
        { key: 'mail/acme', definition: 'mail' },
        { key: 'money', definition: 'money', reserve: 5 },
      ],
      occurrence: { schedule: 'nightly', nominal: 1_000, run: 0 },
    })
    const now = bench.clock.now()
    const replies = await bench.storage.enqueue([[job]])
    assertSame(replies, [{ status: 'accepted', jobs: [{ status: 'stored', id: job.id }] }])
    const { headStartMs: _, delayMs: __, weight: ___, ...kept } = job
    assertSame(await bench.read(job.id), {
      ...kept,
      state: 'queued',
      attempt: 0,
      suspect: false,
      crashes: 0,
      enqueuedAt: now,
      dueAt: now + 1_500,
    })
    assertSame(await bench.trail(job.id), EMPTY_TRAIL)
  }),

  rule(
    'enqueue/stores',
    'a job is due at once unless told otherwise, and dueAt beats delayMs',
    async (bench) => {
      const now = bench.clock.now()
      const [plain, dated] = await bench.enqueue({}, { dueAt: now + 777, delayMs: 5 })
      assert.equal((await bench.read(plain?.id as string)).dueAt, now)
      assert.equal((await bench.read(dated?.id as string)).dueAt, now + 777)
    },
  ),

  rule('enqueue/stores', `a unit of ${MAX_UNIT_JOBS} jobs is stored`, async (bench) => {
    const unit = Array.from({ length: MAX_UNIT_JOBS }, () => bench.job())
    const [reply] = await bench.storage.enqueue([unit])
    assert.equal(reply?.status, 'accepted')
    assertSame(await bench.counts(), [{ queue: 'default', state: 'queued', count: MAX_UNIT_JOBS }])
  }),

  rule(
    'enqueue/stores',
    'an input of a mebibyte and an empty call are no trouble',
    async (bench) => {
      assertSame(await bench.storage.enqueue([]), [])
      const input = JSON.stringify('ü'.repeat(512 * 1024))
      const job = await bench.enqueueOne({ input })
      assert.equal((await bench.read(job.id)).input, input)
    },
  ),

  rule(
    'enqueue/repeat-is-harmless',
    'a known id answers repeated and changes nothing',
    async (bench) => {
      const job = await bench.enqueueOne({ input: '1' })
      const before = await bench.read(job.id)
      bench.clock.advance(50)
      const again = { ...job, input: '2', name: 'other', queue: 'other', delayMs: 9_000 }
      const [reply] = await bench.storage.enqueue([[again]])
      assertSame(reply, { status: 'accepted', jobs: [{ status: 'repeated', id: job.id }] })
      assertSame(await bench.read(job.id), before)
      const { jobs } = await bench.storage.list({ limit: 10 })
      assert.deepEqual(idsOf(jobs), [job.id])
    },
  ),

  rule(
    'enqueue/repeat-is-harmless',
    'a job that runs or has ended is not queued again',
    async (bench) => {
      const job = await bench.enqueueOne({ dedup: unique('k') })
      const worker = await bench.worker()
      await worker.claimOne()
      const [reply] = await bench.storage.enqueue([[job]])
      assertSame(reply, { status: 'accepted', jobs: [{ status: 'repeated', id: job.id }] })
      assert.equal((await bench.read(job.id)).state, 'running')
      assert.deepEqual(await worker.claim(5), [])
    },
  ),

  rule('enqueue/unit-is-atomic', 'a refused unit leaves nothing behind', async (bench) => {
    const known = await bench.enqueueOne()
    const good = bench.job({ dedup: unique('k') })
    const clashing = bench.job({ id: collidingId(known.id) })
    const [reply] = await bench.storage.enqueue([[good, clashing, bench.job()]])
    assert.equal(reply?.status, 'id-taken')
    const { jobs } = await bench.storage.list({ limit: 10 })
    assert.deepEqual(idsOf(jobs), [known.id])
    const [after] = await bench.storage.enqueue([[bench.job({ dedup: unique('k') })]])
    assert.equal(after?.status === 'accepted' && after.jobs[0]?.status, 'stored', 'its key is free')
    const worker = await bench.worker()
    assert.equal((await worker.claim(10)).length, 2, 'nothing of it can be claimed')
  }),

  rule(
    'enqueue/units-are-independent',
    'a refused unit does not stop the others',
    async (bench) => {
      const known = await bench.enqueueOne()
      const [first, last] = [bench.job(), bench.job()]
      const clashing = bench.job({ id: collidingId(known.id) })
      const replies = await bench.storage.enqueue([[first], [clashing], [last]])
      assertSame(replies, [
        { status: 'accepted', jobs: [{ status: 'stored', id: first.id }] },
        { status: 'id-taken', id: clashing.id },
        { status: 'accepted', jobs: [{ status: 'stored', id: last.id }] },
      ])
      assert.equal((await bench.storage.get([first.id, last.id])).length, 2)
    },
  ),

  rule('enqueue/id-taken', 'another id with the same first 63 bits is refused', async (bench) => {
    const known = await bench.enqueueOne()
    const clashing = collidingId(known.id)
    assertSame(await bench.storage.enqueue([[bench.job({ id: clashing })]]), [
      { status: 'id-taken', id: clashing },
    ])
    assert.deepEqual(await bench.storage.get([clashing]), [], 'nobody is mistaken for it')
    assert.equal(await bench.storage.trail(clashing), undefined)
    assertSame(await bench.storage.command([clashing], { type: 'delete' }), [
      { status: 'not-found' },
    ])
    assert.equal((await bench.read(known.id)).state, 'queued')
  }),

  rule('enqueue/id-taken', 'two such ids in one unit refuse the unit', async (bench) => {
    const first = bench.job()
    const second = bench.job({ id: collidingId(first.id) })
    assertSame(await bench.storage.enqueue([[first, second]]), [
      { status: 'id-taken', id: second.id },
    ])
    assert.deepEqual(await bench.storage.get([first.id, second.id]), [])
  }),
]
