import { describe, expect, it } from 'vitest'
import type { NewJob, TurnReply, TurnRequest } from '../../src/storage/contract.js'
import { memoryStorage } from '../../src/storage/memory/memory-storage.js'

const idOf = (number: number) => `0${String(number).padStart(12, '0')}${'5'.repeat(13)}`

const jobNumber = (number: number, given: Partial<NewJob> = {}): NewJob => ({
  id: idOf(number),
  name: 'mail',
  queue: 'default',
  priority: 2,
  headStartMs: 0,
  input: '{}',
  ...given,
})

const turn = (number: number, parts: Partial<TurnRequest> = {}): TurnRequest => ({
  session: 's',
  turn: number,
  settle: [],
  report: [],
  claim: [{ queue: 'default', slots: 1 }],
  recover: 0,
  ...parts,
})

/** Tries to change an answer from outside, as a careless caller would. */
function spoil(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return
  for (const [key, value] of Object.entries(answer)) {
    spoil(value)
    if (typeof value !== 'object') Reflect.set(answer, key, 'spoilt')
  }
}

async function withARunningJob() {
  const storage = memoryStorage({ clock: { now: () => 1_000 } })
  await storage.enqueue([[jobNumber(1)]])
  await storage.openSession({ id: 's', worker: 'w', leaseMs: 1_000 })
  const reply = await storage.turn(turn(1))
  return { storage, reply }
}

describe('memoryStorage', () => {
  it('cannot be changed through what it answered', async () => {
    const { storage, reply } = await withARunningJob()
    const kept = JSON.stringify([await storage.turn(turn(1)), await storage.get([idOf(1)])])
    spoil(reply)
    spoil(await storage.get([idOf(1)]))
    spoil(await storage.list({ limit: 5 }))
    expect(JSON.stringify([await storage.turn(turn(1)), await storage.get([idOf(1)])])).toBe(kept)
  })

  it('cannot be changed through what it was given', async () => {
    const { storage, reply } = await withARunningJob()
    const { token } = (reply as Extract<TurnReply, { status: 'done' }>).claimed[0] ?? { token: 0 }
    const line = { at: 1, level: 'info', message: 'as it was' } as const
    await storage.turn(turn(2, { report: [{ id: idOf(1), token, logs: [line] }] }))
    spoil(line)
    const first = await storage.trail(idOf(1))
    expect(first?.logs).toEqual([{ at: 1, level: 'info', message: 'as it was' }])
    spoil(first)
    expect((await storage.trail(idOf(1)))?.logs[0]?.message).toBe('as it was')
  })

  it('shares its jobs between connected handles, and with nobody else', async () => {
    const storage = memoryStorage()
    await storage.enqueue([[jobNumber(1)]])
    expect(await storage.connect().get([idOf(1)])).toHaveLength(1)
    expect(await memoryStorage().get([idOf(1)])).toEqual([])
  })

  it('uses the system clock unless given another', async () => {
    const before = Date.now()
    const storage = memoryStorage()
    await storage.enqueue([[jobNumber(1)]])
    const [job] = await storage.get([idOf(1)])
    expect(job?.enqueuedAt).toBeGreaterThanOrEqual(before)
    expect(job?.enqueuedAt).toBeLessThanOrEqual(Date.now())
  })

  it('lists correctly after many deletions and repeated inserts', async () => {
    const storage = memoryStorage()
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1)
    const store = (chosen: readonly number[]) =>
      storage.enqueue([chosen.map((number) => jobNumber(number))])
    await store(numbers)
    await storage.command(numbers.filter((number) => number % 3).map(idOf), { type: 'delete' })
    await store([100, 1, 299])
    await storage.command([idOf(1)], { type: 'delete' })
    await store([1])
    const expected = numbers.filter((number) => number % 3 === 0 || [100, 1, 299].includes(number))
    const { jobs } = await storage.list({ limit: 500 })
    expect(jobs.map(({ id }) => id)).toEqual(expected.reverse().map(idOf))
  })

  it('cannot be changed through what is nested in a job', async () => {
    const storage = memoryStorage()
    const given = { tags: ['as it was'], limits: [{ key: 'k', definition: 'd' }] }
    await storage.enqueue([[jobNumber(1, given)]])
    given.tags[0] = 'spoilt'
    spoil(await storage.get([idOf(1)]))
    const [job] = await storage.get([idOf(1)])
    expect(job?.tags).toEqual(['as it was'])
    expect(job?.limits).toEqual([{ key: 'k', definition: 'd' }])
  })

  it('hints every handle of the same data, until told to stop', async () => {
    const storage = memoryStorage()
    const heard: string[] = []
    const stop = storage.connect().onHint((hint) => heard.push(hint))
    await storage.enqueue([[jobNumber(1)]])
    expect(heard).toEqual(['work'])
    await storage.openSession({ id: 's', worker: 'w', leaseMs: 1_000 })
    await storage.turn(turn(1))
    await storage.command([idOf(1)], { type: 'cancel', reason: 'stop' })
    expect(heard).toEqual(['work', 'signals'])
    const schedule = { id: 'a', definition: '1', state: '1', dependents: [] }
    await storage.putSchedule(schedule, undefined)
    await storage.observe()
    await storage.publish([{ type: 'health:changed' }])
    expect(heard).toEqual(['work', 'signals', 'schedules', 'events'])
    stop()
    await storage.enqueue([[jobNumber(2)]])
    expect(heard).toHaveLength(4)
  })

  it('refuses to take part in a transaction of the host', async () => {
    const storage = memoryStorage()
    const refused = storage.enqueue([[jobNumber(1)]], { begin() {} })
    await expect(refused).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    expect(await storage.get([idOf(1)])).toEqual([])
  })

  it('parks a lane once, however many jobs wait in it', async () => {
    const storage = memoryStorage({ clock: { now: () => 1_000 } })
    await storage.defineLimits([{ name: 'x', concurrency: 0 }])
    const limits = [{ key: 'x', definition: 'x' }]
    const parked = Array.from({ length: 900 }, (_, index) => jobNumber(index, { limits }))
    await storage.enqueue([parked, [jobNumber(5_000)]])
    await storage.openSession({ id: 's', worker: 'w', leaseMs: 1_000 })
    expect(await storage.turn(turn(1))).toMatchObject({ claimed: [{ id: idOf(5_000) }] })
    expect((await storage.limits())[0]?.parkedLanes).toBe(1)
  })
})
