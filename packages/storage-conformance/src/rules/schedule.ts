import assert from 'node:assert/strict'
import type { OccurrenceRecord, ScheduleMove, ScheduleRecord } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { collidingId } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

export const schedule = (
  id: string,
  given: Partial<ScheduleRecord> = {},
): Omit<ScheduleRecord, 'revision'> => ({
  id,
  definition: '{ "cron": "* * * * *" }',
  state: '{}',
  dependents: [],
  ...given,
})

export async function read(bench: Bench, id: string): Promise<ScheduleRecord> {
  const found = (await bench.storage.schedules()).find((one) => one.id === id)
  assert.ok(found, `no schedule ${id}`)
  return found
}

/** Writes a new schedule; its revision. */
export async function put(bench: Bench, id: string, given: Partial<ScheduleRecord> = {}) {
  assert.equal(await bench.storage.putSchedule(schedule(id, given), undefined), 'done')
  return (await read(bench, id)).revision
}

export const occurrence = (
  nominal: number,
  given: Partial<OccurrenceRecord> = {},
): OccurrenceRecord => ({
  schedule: 'a',
  nominal,
  run: 0,
  state: 'waiting',
  detail: '{ "reason": 1.0 }',
  ...given,
})

export const move = (
  expectedRevision: number,
  given: Partial<ScheduleMove> = {},
): ScheduleMove => ({
  id: 'a',
  expectedRevision,
  state: '{ "cursor": 1 }',
  occurrences: [],
  enqueue: [],
  cancel: [],
  ...given,
})

export const scheduleRules: readonly Rule[] = [
  rule('schedule/listed', 'every schedule, by id', async (bench) => {
    const dueAt = bench.clock.now() + 5
    const first = schedule('b', { dueAt, dependents: ['a', 'ü'], state: '[ 1.0 ]' })
    await bench.storage.putSchedule(first, undefined)
    await put(bench, 'a')
    const [a, b, ...rest] = await bench.storage.schedules()
    assertIncludes(a ?? {}, { ...schedule('a'), dueAt: undefined })
    assertIncludes(b ?? {}, first)
    assert.equal(rest.length, 0)
  }),

  rule('schedule/due', 'those whose time has come, longest due first', async (bench) => {
    const now = bench.clock.now()
    await put(bench, 'late', { dueAt: now + 50 })
    await put(bench, 'b', { dueAt: now - 10 })
    await put(bench, 'a', { dueAt: now })
    await put(bench, 'never')
    const due = async (limit: number) => {
      const { schedules, nextDueInMs } = await bench.storage.dueSchedules(limit)
      return [...idsOf(schedules), nextDueInMs]
    }
    assert.deepEqual(await due(9), ['b', 'a', 50])
    assert.deepEqual(await due(1), ['b', 0], 'the next one is due as well')
    bench.clock.advance(50)
    assert.deepEqual(await due(9), ['b', 'a', 'late', undefined])
    const { revision } = await read(bench, 'b')
    await bench.storage.putSchedule(schedule('b'), revision)
    assert.deepEqual(await due(9), ['a', 'late', undefined], 'no due time any more')
  }),

  rule('schedule/put-guarded', 'another revision than expected is a conflict', async (bench) => {
    const first = await put(bench, 'a')
    const other = schedule('a', { definition: '"new"', dueAt: 7 })
    for (const wrong of [undefined, first - 1, first + 1]) {
      assert.equal(await bench.storage.putSchedule(other, wrong), 'conflict')
    }
    assert.equal(await bench.storage.putSchedule(schedule('x'), 1), 'conflict', 'it is not there')
    assertSame(await bench.storage.schedules(), [{ ...schedule('a'), revision: first }])
    assert.equal(await bench.storage.putSchedule(other, first), 'done')
    const written = await read(bench, 'a')
    assertIncludes(written, { definition: '"new"', dueAt: 7 })
    assert.ok(written.revision > first, 'its revision rises')
  }),

  rule('schedule/delete', 'gone with its occurrences; its jobs stay', async (bench) => {
    const job = bench.job({ occurrence: { schedule: 'a', nominal: 1, run: 0 } })
    const first = await put(bench, 'a', { dueAt: 0 })
    const occurrences = [occurrence(1, { job: job.id, state: 'enqueued' })]
    await bench.storage.moveSchedule(move(first, { dueAt: 1, occurrences, enqueue: [job] }))
    assert.equal(await bench.storage.deleteSchedule('a', first), 'conflict')
    const { revision } = await read(bench, 'a')
    assert.equal(await bench.storage.deleteSchedule('a', revision), 'done')
    assert.equal(await bench.storage.deleteSchedule('a', revision), 'conflict')
    assertSame(await bench.storage.schedules(), [])
    assertSame((await bench.storage.dueSchedules(9)).schedules, [])
    assertSame(await bench.storage.occurrences({ schedule: 'a', limit: 9 }), [])
    assert.equal((await bench.read(job.id)).state, 'queued')
    await put(bench, 'a')
    assertSame(await bench.storage.occurrences({ schedule: 'a', limit: 9 }), [], 'nor a new one’s')
  }),

  rule('schedule/move-atomic', 'state, occurrences, jobs and cancels together', async (bench) => {
    const now = bench.clock.now()
    const first = await put(bench, 'a', { dueAt: now, dependents: ['b'] })
    const old = await bench.enqueueOne()
    const job = bench.job({ occurrence: { schedule: 'a', nominal: now, run: 0 }, delayMs: 5 })
    const occurrences = [
      occurrence(now, { job: job.id, state: 'enqueued' }),
      occurrence(now - 1, { state: 'skipped', endedAt: now }),
    ]
    const cancel = [{ job: old.id, reason: 'replaced' }]
    const given = { dueAt: now + 60, occurrences, enqueue: [job], cancel }
    assert.equal(await bench.storage.moveSchedule(move(first, given)), 'done')
    const moved = await read(bench, 'a')
    assertIncludes(moved, { state: '{ "cursor": 1 }', dueAt: now + 60, dependents: ['b'] })
    assert.ok(moved.revision > first)
    assertSame(await bench.storage.occurrences({ schedule: 'a', limit: 9 }), occurrences)
    assertIncludes(await bench.read(job.id), { dueAt: now + 5, occurrence: job.occurrence })
    assertIncludes(await bench.read(old.id), { state: 'cancelled', cancelReason: 'replaced' })
    const again = [occurrence(now, { state: 'missed', detail: '2', endedAt: 3 })]
    await bench.storage.moveSchedule(move(moved.revision, { occurrences: again }))
    const [newest, ...rest] = await bench.storage.occurrences({ schedule: 'a', limit: 9 })
    assertSame(newest, again[0], 'what stood there is written over')
    assert.equal(rest.length, 1)
    assert.equal((await read(bench, 'a')).dueAt, undefined)
  }),

  rule('schedule/move-atomic', 'or none of them', async (bench) => {
    const known = await bench.enqueueOne()
    const first = await put(bench, 'a', { dependents: ['b'] })
    await put(bench, 'b')
    const before = await bench.storage.schedules()
    const good = bench.job()
    const unknown = [{ id: `7${known.id.slice(1)}`, onFailure: 'run' } as const]
    for (const bad of [
      bench.job({ id: collidingId(known.id) }),
      bench.job({ dependsOn: unknown }),
    ]) {
      const given = {
        occurrences: [occurrence(1)],
        enqueue: [good, bad],
        cancel: [{ job: known.id, reason: 'no' }],
      }
      await assert.rejects(bench.storage.moveSchedule(move(first, given)))
      assertSame(await bench.storage.schedules(), before)
      assertSame(await bench.storage.occurrences({ schedule: 'a', limit: 9 }), [])
      assertSame(await bench.storage.get(idsOf([good, bad])), [])
      assert.equal((await bench.read(known.id)).state, 'queued')
    }
  }),

  rule('schedule/move-guarded', 'from another revision it is a conflict', async (bench) => {
    const first = await put(bench, 'a', { dependents: ['b'] })
    await put(bench, 'b')
    const before = await bench.storage.schedules()
    const job = bench.job()
    const given = { occurrences: [occurrence(1)], enqueue: [job] }
    for (const wrong of [first - 1, first + 1]) {
      assert.equal(await bench.storage.moveSchedule(move(wrong, given)), 'conflict')
    }
    const unknown = { ...move(first, given), id: 'unknown' }
    assert.equal(await bench.storage.moveSchedule(unknown), 'conflict')
    assertSame(await bench.storage.schedules(), before)
    assertSame(await bench.storage.get([job.id]), [])
    assertSame(await bench.storage.occurrences({ schedule: 'a', limit: 9 }), [])
  }),

  rule(
    'schedule/move-guarded',
    'of 8 moves from one revision by as many connections, one is done',
    async (bench) => {
      let { revision } = { revision: await put(bench, 'a') }
      const storages = await Promise.all(Array.from({ length: 8 }, () => bench.connect()))
      for (let round = 0; round < 10; round += 1) {
        const expected = revision
        const answers = await Promise.all(
          storages.map((storage, index) => {
            const occurrences = [occurrence(round, { detail: `${index}` })]
            return storage.moveSchedule(move(expected, { enqueue: [bench.job()], occurrences }))
          }),
        )
        assert.equal(answers.filter((answer) => answer === 'done').length, 1)
        const [last] = await bench.storage.occurrences({ schedule: 'a', limit: 1 })
        assert.equal(last?.detail, `${answers.indexOf('done')}`)
        revision = (await read(bench, 'a')).revision
      }
      assertSame(await bench.counts(), [{ queue: 'default', state: 'queued', count: 10 }])
    },
  ),

  rule(
    'schedule/move-wakes',
    'the revision of every dependent rises, and it is due at once',
    async (bench) => {
      const now = bench.clock.now()
      const first = await put(bench, 'a', { dependents: ['b', 'c', 'unknown'] })
      await put(bench, 'b', { dueAt: now + 9_000 })
      await put(bench, 'c')
      await put(bench, 'd')
      const [, b, c, d] = await bench.storage.schedules()
      bench.clock.advance(10)
      await bench.storage.moveSchedule(move(first))
      const [, b2, c2, d2] = await bench.storage.schedules()
      assert.ok(
        (b2?.revision ?? 0) > (b?.revision ?? 0) && (c2?.revision ?? 0) > (c?.revision ?? 0),
      )
      assertSame([b2?.dueAt, c2?.dueAt], [now + 10, now + 10])
      assertSame(d2, d, 'others are left alone')
      bench.clock.advance(10)
      await bench.storage.moveSchedule(move((await read(bench, 'a')).revision))
      assert.equal((await read(bench, 'b')).dueAt, now + 10, 'what is due stays due since then')
    },
  ),
]
