import assert from 'node:assert/strict'
import { EVENT_WINDOW_MS, type HistoryRow } from '@nightshift/core'
import { completed, failed, lost, retried } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame } from '../same.js'
import { after } from './depend.js'

const DAY_MS = 86_400_000
const EVERY_DAY = { fromDay: '2026-01-01', toDay: '2026-12-31' }

export const chronicleRules: readonly Rule[] = [
  rule(
    'history/counts',
    'one row a day, queue, name and outcome, each ended execution once',
    async (bench) => {
      const worker = await bench.worker({ leaseMs: 10 * DAY_MS })
      const run = async (ms: number, end: 'ok' | 'no' | 'again') => {
        const job = await worker.claimOne('a')
        bench.clock.advance(ms)
        await worker.settle(
          end === 'ok' ? completed(job) : end === 'no' ? failed(job) : retried(job, 0),
        )
      }
      await bench.enqueue({ queue: 'a', name: 'mail' }, { queue: 'a', name: 'mail' })
      await run(10, 'again')
      await run(11, 'no')
      await run(4_000_000, 'ok')
      bench.clock.advance(DAY_MS)
      await bench.enqueueOne({ queue: 'a', name: 'other' })
      await run(0, 'ok')
      const buckets = (...places: readonly number[]) =>
        Array.from({ length: 13 }, (_, index) => places.filter((place) => place === index).length)
      const row = (day: string, name: string, outcome: string, runMs: number, ...at: number[]) => ({
        day,
        queue: 'a',
        name,
        outcome,
        count: at.length,
        runMs,
        runBuckets: buckets(...at),
      })
      const sorted = (rows: readonly object[]) =>
        rows.map((one) => JSON.stringify(Object.entries(one).sort())).sort()
      const first = [
        row('2026-01-01', 'mail', 'failed', 21, 0, 1),
        row('2026-01-01', 'mail', 'succeeded', 4_000_000, 12),
      ]
      const second = row('2026-01-02', 'other', 'succeeded', 0, 0)
      assert.deepEqual(sorted(await bench.storage.history(EVERY_DAY)), sorted([...first, second]))
      const days = (fromDay: string, toDay: string) => bench.storage.history({ fromDay, toDay })
      assert.deepEqual(sorted(await days('2026-01-02', '2026-01-02')), sorted([second]))
      assert.deepEqual(sorted(await days('2025-12-01', '2026-01-01')), sorted(first))
    },
  ),

  rule('history/counts', 'a lost execution counts when it is settled', async (bench) => {
    await bench.enqueueOne()
    const [dying, taker] = [await bench.worker(), await bench.worker()]
    await dying.claimOne()
    await dying.close()
    const recovered = await taker.recover()
    assertSame(await bench.storage.history(EVERY_DAY), [])
    await taker.settle(...recovered.map(lost))
    const [row, ...rest] = await bench.storage.history(EVERY_DAY)
    assertIncludes(row as HistoryRow, { outcome: 'lost', count: 1 })
    assert.equal(rest.length, 0)
  }),

  rule('history/outlives', 'deleting and purging jobs leaves it as it is', async (bench) => {
    const jobs = await bench.enqueue({}, {})
    const worker = await bench.worker()
    for (let left = 2; left > 0; left -= 1) await worker.settle(completed(await worker.claimOne()))
    const before = await bench.storage.history(EVERY_DAY)
    assert.equal(before[0]?.count, 2)
    await bench.storage.command([jobs[0]?.id as string], { type: 'delete' })
    bench.clock.advance(DAY_MS)
    const request = { state: 'completed', olderThanMs: 0, keep: 0, limit: 9 } as const
    assert.equal(await bench.storage.purge(request), 1)
    assertSame(await bench.storage.history(EVERY_DAY), before)
  }),

  rule('event/silent', 'while nobody listened lately, none is written', async (bench) => {
    await bench.enqueueOne()
    await bench.storage.publish([{ type: 'health:changed' }])
    await bench.storage.observe()
    const { events } = await bench.storage.events({ limit: 9 })
    assert.deepEqual(events, [])
    bench.clock.advance(EVENT_WINDOW_MS + 1)
    const { sequence } = await bench.storage.events({ limit: 9 })
    await bench.enqueueOne()
    await bench.storage.publish([{ type: 'health:changed' }])
    const page = await bench.storage.events({ after: sequence, limit: 9 })
    assert.deepEqual(page.events, [])
    assert.equal(page.sequence, sequence)
  }),

  rule('event/ordered', 'every move of a job, in order, without a gap', async (bench) => {
    await bench.storage.observe()
    const start = (await bench.storage.events({ limit: 9 })).sequence
    const parent = await bench.enqueueOne({ tenant: 'acme' })
    const child = await bench.enqueueOne(after([parent]))
    const worker = await bench.worker()
    const job = await worker.claimOne()
    await worker.report({ id: job.id, token: job.token, progress: '{ "percent": 1.0 }' })
    bench.clock.advance(5)
    await worker.settle(retried(job, 0))
    await worker.settle(completed(await worker.claimOne()))
    await worker.settle(failed(await worker.claimOne()))
    await bench.storage.command([child.id], { type: 'retry', headStartMs: 0 })
    await bench.storage.command([child.id], { type: 'cancel', reason: 'stop' })
    await bench.storage.command([child.id], { type: 'delete' })
    await bench.storage.publish([{ type: 'health:changed', data: '[1.0]', tenant: 't' }])
    const { events, sequence, reset } = await bench.storage.events({ after: start, limit: 99 })
    assert.equal(reset, false)
    const [one, two] = [parent.id, child.id]
    assertSame(
      events.map((event) => [event.type, event.job?.id]),
      [
        ['job:enqueued', one],
        ['job:enqueued', two],
        ['job:started', one],
        ['job:progress', one],
        ['job:retrying', one],
        ['job:started', one],
        ['job:completed', one],
        ['job:released', two],
        ['job:started', two],
        ['job:failed', two],
        ['job:retried', two],
        ['job:cancelled', two],
        ['job:deleted', two],
        ['health:changed', undefined],
      ],
    )
    assert.deepEqual(
      events.map((event) => event.sequence),
      events.map((_, index) => start + 1 + index),
    )
    assert.equal(sequence, start + events.length)
    const reference = { id: one, name: 'send-mail', queue: 'default' }
    const at = bench.clock.now()
    assertIncludes(events[0] ?? {}, { at: at - 5, job: reference, tenant: 'acme' })
    assertIncludes(events[3] ?? {}, { data: '{ "percent": 1.0 }' })
    assertIncludes(events.at(-1) ?? {}, { at, data: '[1.0]', tenant: 't' })
  }),

  rule('event/ordered', 'also of jobs that follow another', async (bench) => {
    await bench.storage.observe()
    const parent = await bench.enqueueOne()
    await bench.enqueueOne(after([parent]))
    await bench.storage.command([parent.id], { type: 'cancel', reason: 'stop' })
    const { events } = await bench.storage.events({ limit: 99 })
    const types = ['job:enqueued', 'job:enqueued', 'job:cancelled', 'job:cancelled']
    assert.deepEqual(
      events.map(({ type }) => type),
      types,
    )
  }),

  rule(
    'event/resumes',
    'after a sequence within the window, exactly what followed',
    async (bench) => {
      await bench.storage.observe()
      for (let minutes = 0; minutes < 4; minutes += 1) {
        await bench.enqueue({}, {})
        bench.clock.advance(60_000)
      }
      const all = await bench.storage.events({ limit: 99 })
      assert.equal(all.events.length, 8)
      for (const [index, { sequence }] of all.events.entries()) {
        const { events, reset } = await bench.storage.events({ after: sequence, limit: 3 })
        assertSame(events, all.events.slice(index + 1, index + 4))
        assert.equal(reset, false)
      }
    },
  ),

  rule('event/reset', 'after one beyond the window', async (bench) => {
    await bench.storage.observe()
    await bench.enqueue({}, {})
    const { events } = await bench.storage.events({ limit: 99 })
    bench.clock.advance(EVENT_WINDOW_MS - 1_000)
    await bench.storage.observe()
    bench.clock.advance(2_000)
    await bench.enqueueOne()
    const [first, second] = events
    const reset = async (after: number) => bench.storage.events({ after, limit: 9 })
    const gone = await reset(first?.sequence as number)
    assertIncludes(gone, { events: [], reset: true })
    assert.equal((await reset(second?.sequence as number)).events.length, 1, 'nothing is missing')
    assert.equal((await reset(gone.sequence + 5)).reset, true, 'a number that never was')
  }),

  rule('event/reset', 'and after one from before a time when nobody listened', async (bench) => {
    await bench.storage.observe()
    bench.clock.advance(EVENT_WINDOW_MS - 10)
    await bench.enqueueOne()
    const { sequence } = await bench.storage.events({ limit: 99 })
    bench.clock.advance(20)
    await bench.enqueueOne()
    await bench.storage.observe()
    await bench.enqueueOne()
    assert.equal((await bench.storage.events({ after: sequence, limit: 9 })).reset, true)
    const now = (await bench.storage.events({ limit: 9 })).sequence
    await bench.enqueueOne()
    assertIncludes(await bench.storage.events({ after: now, limit: 9 }), { reset: false })
  }),

  rule('audit/kept', 'newest first, in pages', async (bench) => {
    const entry = (number: number) => ({ who: 'ü', action: 'job.cancel', target: `${number}` })
    await bench.storage.audit([{ ...entry(1), why: 'because', detail: '{ "a": 1.0 }' }, entry(2)])
    const at = bench.clock.now()
    bench.clock.advance(5)
    await bench.storage.audit([{ ...entry(3), at: 7 }])
    const page = await bench.storage.auditLog({ limit: 2 })
    assertSame(page.entries, [
      { ...entry(3), at: 7 },
      { ...entry(2), at },
    ])
    assert.ok(page.cursor !== undefined)
    await bench.storage.audit([entry(4)])
    const last = await bench.storage.auditLog({ limit: 2, cursor: page.cursor })
    assertSame(last, { entries: [{ ...entry(1), why: 'because', detail: '{ "a": 1.0 }', at }] })
  }),

  rule('audit/kept', 'at most 10,000 are kept', async (bench) => {
    for (let call = 0; call < 11; call += 1) {
      const entries = Array.from({ length: 1_000 }, (_, index) => index + call * 1_000)
      await bench.storage.audit(
        entries.map((number) => ({ who: 'w', action: 'a', target: String(number) })),
      )
    }
    const { entries, cursor } = await bench.storage.auditLog({ limit: 20_000 })
    assert.equal(cursor, undefined)
    assert.equal(entries.length, 10_000)
    assert.deepEqual([entries[0]?.target, entries.at(-1)?.target], ['10999', '1000'])
  }),
]
