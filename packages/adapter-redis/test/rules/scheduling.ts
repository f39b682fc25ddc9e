import { expect } from 'vitest'
import type { ScheduleMove } from '../../src/contract.js'
import { type Bench, completed, idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const schedule = (id: string, dueAt?: number, dependents: readonly string[] = []) => ({
  ...{ id, definition: '{"cron":"x"}', state: '{}', dependents },
  ...(dueAt !== undefined && { dueAt }),
})

const move = (
  id: string,
  expectedRevision: number,
  parts: Partial<ScheduleMove> = {},
): ScheduleMove => ({
  ...{ id, expectedRevision, state: '{"at":1}', occurrences: [], enqueue: [], cancel: [] },
  ...parts,
})

const occurrence = (nominal: number, run = 0, job?: string) => ({
  ...{ schedule: 'a', nominal, run, state: 'enqueued' as const, detail: '{"why":"due"}' },
  ...(job !== undefined && { job }),
})

const revisionOf = async (bench: Bench, id: string) =>
  (await bench.storage.schedules()).find((one) => one.id === id)?.revision ?? -1

export function schedulingRules(rule: Rule): void {
  rule('schedule/put-guarded', 'another revision than expected changes nothing', async (bench) => {
    const { storage } = bench
    expect(await storage.putSchedule(schedule('a'), 3)).toBe('conflict')
    expect(await storage.putSchedule(schedule('a', 5), undefined)).toBe('done')
    expect(await storage.putSchedule(schedule('a'), undefined)).toBe('conflict')
    const [stored] = await storage.schedules()
    expect(stored).toEqual({ ...schedule('a', 5), revision: stored?.revision })
    expect(await storage.deleteSchedule('a', 99)).toBe('conflict')
    expect(await storage.deleteSchedule('a', stored?.revision ?? -1)).toBe('done')
    expect(await storage.schedules()).toEqual([])
  })

  rule('schedule/due', 'longest due first, and until the next', async (bench) => {
    const now = bench.clock.now()
    const times = { a: now - 5, b: now - 50, c: now + 700, d: undefined }
    for (const [id, at] of Object.entries(times))
      await bench.storage.putSchedule(schedule(id, at), undefined)
    const due = await bench.storage.dueSchedules(9)
    expect([idsOf(due.schedules), due.nextDueInMs]).toEqual([['b', 'a'], 700])
    expect(idsOf((await bench.storage.dueSchedules(1)).schedules)).toEqual(['b'])
  })

  rule(
    'schedule/move-atomic',
    'state, occurrences, jobs and cancels together, or none',
    async (bench) => {
      const { storage } = bench
      await storage.putSchedule(schedule('a', 1), undefined)
      const [waiting] = await bench.enqueue({ delayMs: 9_000 })
      const job = bench.job({ occurrence: { schedule: 'a', nominal: 100, run: 0 } })
      const parts = {
        ...{ dueAt: 900, occurrences: [occurrence(100, 0, job.id)], enqueue: [job] },
        cancel: [{ job: waiting?.id as string, reason: 'overlap' }],
      }
      expect(await storage.moveSchedule(move('a', 77, parts))).toBe('conflict')
      expect(await storage.get([job.id])).toEqual([])
      expect(await storage.occurrences({ schedule: 'a', limit: 9 })).toEqual([])
      expect(await storage.moveSchedule(move('a', await revisionOf(bench, 'a'), parts))).toBe(
        'done',
      )
      expect(await storage.occurrences({ schedule: 'a', limit: 9 })).toEqual(parts.occurrences)
      expect((await bench.read(job.id)).occurrence).toEqual(job.occurrence)
      expect(await bench.read(waiting?.id as string)).toMatchObject({
        state: 'cancelled',
        cancelReason: 'overlap',
      })
      expect((await storage.schedules())[0]).toMatchObject({ state: '{"at":1}', dueAt: 900 })
    },
  )

  rule(
    'schedule/move-guarded',
    'of two moves from one revision, one is a conflict',
    async (bench) => {
      await bench.storage.putSchedule(schedule('a', 1), undefined)
      const revision = await revisionOf(bench, 'a')
      const moves = await Promise.all(
        [1, 2].map(() => bench.storage.moveSchedule(move('a', revision))),
      )
      expect(moves.sort()).toEqual(['conflict', 'done'])
    },
  )

  rule(
    'schedule/move-wakes',
    'every dependent’s revision rises, and it is due at once',
    async (bench) => {
      await bench.storage.putSchedule(schedule('b'), undefined)
      await bench.storage.putSchedule(schedule('a', 1, ['b', 'gone']), undefined)
      const [a, b] = [await revisionOf(bench, 'a'), await revisionOf(bench, 'b')]
      await bench.storage.moveSchedule(move('a', a))
      expect(await revisionOf(bench, 'b')).toBe(b + 1)
      expect(idsOf((await bench.storage.dueSchedules(9)).schedules)).toEqual(['b'])
    },
  )

  rule(
    'settle/occurrence',
    'the end is written there, and schedules are due at once',
    async (bench) => {
      const { storage } = bench
      await storage.putSchedule(schedule('b'), undefined)
      await storage.putSchedule(schedule('a', undefined, ['b']), undefined)
      const key = (nominal: number) => ({ occurrence: { schedule: 'a', nominal, run: 0 } })
      const [ran, dropped] = [bench.job(key(100)), bench.job(key(200))]
      const occurrences = [occurrence(100, 0, ran.id), occurrence(200, 0, dropped.id)]
      const parts = { occurrences, enqueue: [ran, dropped] }
      await storage.moveSchedule(move('a', await revisionOf(bench, 'a'), parts))
      await storage.moveSchedule(move('b', await revisionOf(bench, 'b')))
      expect((await storage.dueSchedules(9)).schedules).toEqual([])
      const worker = await bench.worker()
      const [held] = await worker.claim(1)
      if (held) await worker.settle(completed(held))
      await storage.command([dropped.id], { type: 'cancel', reason: 'no' })
      const found = await storage.occurrences({ schedule: 'a', limit: 9, order: 'oldest' })
      const endedAt = bench.clock.now()
      expect(found).toEqual([
        { ...occurrences[0], state: 'succeeded', endedAt },
        { ...occurrences[1], state: 'cancelled', endedAt },
      ])
      expect([...idsOf((await storage.dueSchedules(9)).schedules)].sort()).toEqual(['a', 'b'])
    },
  )

  rule('occurrence/read', 'by schedule, time and state, in order', async (bench) => {
    await bench.storage.putSchedule(schedule('a', 1), undefined)
    const occurrences = [300, 100, 200].flatMap((nominal) => [
      occurrence(nominal),
      { ...occurrence(nominal, 10), state: 'skipped' as const },
      occurrence(nominal, 2),
    ])
    await bench.storage.moveSchedule(move('a', await revisionOf(bench, 'a'), { occurrences }))
    const read = async (filter: object) =>
      (await bench.storage.occurrences({ schedule: 'a', limit: 99, ...filter })).map(
        ({ nominal, run }) => [nominal, run],
      )
    const oldest = [100, 200, 300].flatMap((nominal) => [0, 2, 10].map((run) => [nominal, run]))
    expect(await read({ order: 'oldest' })).toEqual(oldest)
    expect(await read({})).toEqual([...oldest].reverse())
    expect(await read({ states: ['skipped'], limit: 2 })).toEqual([
      [300, 10],
      [200, 10],
    ])
    expect(await read({ from: 200, to: 300, order: 'oldest' })).toEqual(oldest.slice(3, 6))
    expect(await read({ schedule: 'other' })).toEqual([])
  })

  rule('occurrence/purge', 'ended ones before a time go, at most so many', async (bench) => {
    await bench.storage.putSchedule(schedule('a', 1), undefined)
    const occurrences = [1, 2, 3, 4].map((nominal) => ({
      ...occurrence(nominal),
      ...(nominal !== 2 && { state: 'missed' as const, endedAt: nominal * 10 }),
    }))
    await bench.storage.moveSchedule(move('a', await revisionOf(bench, 'a'), { occurrences }))
    expect(await bench.storage.purgeOccurrences('a', 40, 1)).toBe(1)
    expect(await bench.storage.purgeOccurrences('a', 40, 9)).toBe(1)
    const left = await bench.storage.occurrences({ schedule: 'a', limit: 9, order: 'oldest' })
    expect(left.map(({ nominal }) => nominal)).toEqual([2, 4])
  })
}
