import assert from 'node:assert/strict'
import type { ClaimedJob, LimitDefinition, LimitRecord, LimitUse, NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import {
  completed,
  failed,
  interrupted,
  lost,
  retried,
  settlement,
  untouched,
} from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'
import type { Worker } from '../worker.js'

export const uses = (...limits: readonly (string | LimitUse)[]): Pick<NewJob, 'limits'> => ({
  limits: limits.map((use) => (typeof use === 'string' ? { key: use, definition: use } : use)),
})

export async function limitOf(bench: Bench, key: string): Promise<LimitRecord> {
  const found = (await bench.storage.limits()).find((limit) => limit.key === key)
  assert.ok(found, `no limit ${key}`)
  return found
}

/** Turns again while the storage says that there may be more, as a worker does. */
export async function claimAll(worker: Worker, slots = 9, queue = 'default') {
  const jobs: ClaimedJob[] = []
  for (let turns = 0; turns < 50; turns += 1) {
    const { claimed, more } = await worker.turn({ claim: [{ queue, slots: slots - jobs.length }] })
    jobs.push(...claimed)
    if (!more || jobs.length === slots) return jobs
  }
  return assert.fail('there was always more')
}

export const limitRules: readonly Rule[] = [
  rule('limit/defined', 'reads back, and applies to every key that names it', async (bench) => {
    const definitions: readonly LimitDefinition[] = [
      { name: 'api', rate: { limit: 5, perMs: 1_000 } },
      { name: 'mail', concurrency: 1 },
    ]
    await bench.storage.defineLimits(definitions)
    const idle = { running: 0, claimed: 0, spent: 0, reserved: 0, parkedLanes: 0 }
    assertSame(
      await bench.storage.limits(),
      definitions.map((definition) => ({ key: definition.name, definition, ...idle })),
      'also while no key names it',
    )
    const of = (key: string) => uses({ key, definition: 'mail' })
    await bench.enqueue(of('mail/a'), of('mail/a'), of('mail/b'))
    assert.equal((await claimAll(await bench.worker())).length, 2, 'each key counts for itself')
    const record = { definition: definitions[1], running: 1 } as const
    assertIncludes(await limitOf(bench, 'mail/a'), record)
    assertIncludes(await limitOf(bench, 'mail/b'), record)
  }),

  rule('limit/defined', 'defining again keeps the counts', async (bench) => {
    const define = (concurrency: number, limit: number) =>
      bench.storage.defineLimits([{ name: 'x', concurrency, rate: { limit, perMs: 60_000 } }])
    await define(2, 2)
    await bench.enqueue(uses('x'), uses('x'), uses('x'), uses('x'))
    const worker = await bench.worker()
    const jobs = await claimAll(worker)
    assert.equal(jobs.length, 2)
    await define(2, 3)
    assertIncludes(await limitOf(bench, 'x'), { running: 2, claimed: 2 })
    assert.deepEqual(await claimAll(worker), [])
    await worker.settle(...jobs.map((job) => completed(job)))
    assert.equal((await claimAll(worker)).length, 1)
  }),

  rule('limit/concurrency', 'never more running with a key than allowed', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 2 }])
    const given = uses('x')
    const jobs = await bench.enqueue(given, given, { ...given, queue: 'b' }, given, given)
    const [one, two] = [await bench.worker(), await bench.worker()]
    const first = await claimAll(one)
    assert.deepEqual(idsOf(first), idsOf(jobs.slice(0, 2)))
    assert.deepEqual(await claimAll(two, 9, 'b'), [], 'whatever the queue')
    await one.settle(completed(first[0] as ClaimedJob))
    assert.equal((await claimAll(two)).length, 1)
    assert.deepEqual(await claimAll(one), [])
  }),

  rule('limit/rate', 'never more claims in any period, and hardly fewer', async (bench) => {
    const [limit, perMs, stepMs] = [20, 1_000, 25]
    await bench.storage.defineLimits([{ name: 'x', rate: { limit, perMs } }])
    await bench.enqueue(...Array.from({ length: 260 }, () => uses('x')))
    bench.clock.advance(37)
    const worker = await bench.worker({ leaseMs: 60_000 })
    const at: number[] = []
    for (let now = 0; now < 10_500; now += stepMs) {
      const jobs = await claimAll(worker, now < 300 ? 1 : 30)
      at.push(...jobs.map(() => now))
      await worker.settle(...jobs.map((job) => completed(job)))
      bench.clock.advance(stepMs)
    }
    for (const start of at) {
      const within = at.filter((one) => one >= start && one < start + perMs).length
      assert.ok(within <= limit, `${within} claims in the second from ${start} ms`)
    }
    assert.ok(at.length >= 190, `only ${at.length} claims in 10.5 s`)
  }),

  rule('limit/blocks-no-other', 'a lane out of room keeps nobody waiting', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    const urgent = { ...uses('x'), headStartMs: 10 ** 13 }
    const [first] = await bench.enqueue(urgent, urgent, urgent)
    const [plain, grouped] = await bench.enqueue({}, { group: 'g' })
    const claimed = await claimAll(await bench.worker())
    assert.deepEqual(idsOf(claimed), idsOf([first, plain, grouped] as readonly NewJob[]))
  }),

  rule('limit/several-keys', 'a job is claimed only when every key has room', async (bench) => {
    await bench.storage.defineLimits(['x', 'y'].map((name) => ({ name, concurrency: 1 })))
    await bench.enqueueOne(uses('y'))
    const worker = await bench.worker()
    const [holder] = await claimAll(worker)
    assert.ok(holder)
    const both = await bench.enqueueOne(uses('x', 'y'))
    assert.deepEqual(await claimAll(worker), [])
    assert.equal((await limitOf(bench, 'x')).running, 0, 'it does not count where there is room')
    const single = await bench.enqueueOne(uses('x'))
    assert.deepEqual(idsOf(await claimAll(worker)), [single.id], 'nor keep the room from others')
    await worker.settle(completed(holder))
    assert.deepEqual(await claimAll(worker), [], 'the other key is full now')
    assert.equal((await bench.read(both.id)).state, 'queued')
  }),

  rule('limit/freed-once', 'every end frees the counts exactly once', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 2 }])
    await bench.enqueue(uses('x'), uses('x'), uses('x'), uses('x'))
    const worker = await bench.worker()
    const ends = [
      (job: ClaimedJob) => retried(job, 0),
      interrupted,
      untouched,
      (job: ClaimedJob) => settlement(job, 'cancelled', { state: 'cancelled' }),
      (job: ClaimedJob) => failed(job),
      (job: ClaimedJob) => completed(job),
    ]
    for (const end of ends) {
      const [one, two] = await claimAll(worker)
      assert.ok(one)
      await worker.settle(end(one), end(one))
      const running = two ? 1 : 0
      assert.equal((await limitOf(bench, 'x')).running, running, 'settled twice, freed once')
      if (two) await worker.settle(untouched(two))
    }
    assert.equal((await limitOf(bench, 'x')).running, 0)
    const left = await claimAll(worker)
    assert.equal(left.length, 1)
  }),

  rule('limit/freed-once', 'a lost one when it is settled, not before', async (bench) => {
    await bench.storage.defineLimits([{ name: 'x', concurrency: 1 }])
    await bench.enqueue(uses('x'), uses('x'))
    const [dying, taker] = [await bench.worker(), await bench.worker()]
    await dying.claimOne()
    await dying.close()
    const [job] = await taker.recover()
    assert.ok(job)
    assert.deepEqual(await claimAll(taker), [])
    assert.equal((await limitOf(bench, 'x')).running, 1)
    await taker.settle(lost(job))
    assert.equal((await limitOf(bench, 'x')).running, 0)
    assert.equal((await claimAll(taker)).length, 1)
  }),
]
