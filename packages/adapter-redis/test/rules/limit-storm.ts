import { expect } from 'vitest'
import type { ClaimedJob, NewJob } from '../../src/contract.js'
import { type Bench, completed, returned, type TestWorker } from '../bench.js'
import type { Rule } from './rule.js'

const KEYS = ['one', 'two', 'three', 'rate', 'money'] as const
const MOST: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3 }
const RATE = { limit: 6, perMs: 1_000 }

/** The same numbers on every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}

function randomJob(random: (below: number) => number): Partial<NewJob> {
  const keys = KEYS.filter(() => random(3) === 0)
  return {
    queue: random(2) ? 'a' : 'b',
    headStartMs: random(3) * 600_000,
    ...(random(2) && { group: `g${random(4)}` }),
    limits: keys.map((key) => ({
      ...{ key, definition: key },
      ...(key === 'money' && { reserve: 1 + random(30) }),
    })),
  }
}

/** What the storage says of limits, against what is really running. */
async function checkLimits(bench: Bench, running: readonly ClaimedJob[], rated: readonly number[]) {
  for (const { key, running: counted, spent, reserved } of await bench.storage.limits()) {
    const real = running.filter((job) => job.limits?.some((use) => use.key === key)).length
    expect([key, counted]).toEqual([key, real])
    expect(counted).toBeLessThanOrEqual(MOST[key] ?? Number.POSITIVE_INFINITY)
    if (key === 'money') expect(spent + reserved).toBeLessThanOrEqual(60)
  }
  const from = bench.clock.now() - RATE.perMs
  expect(rated.filter((at) => at > from).length).toBeLessThanOrEqual(RATE.limit)
}

async function storm(bench: Bench, seed: number): Promise<void> {
  const random = randomFrom(seed)
  const { storage, clock } = bench
  await storage.defineLimits([
    ...Object.entries(MOST).map(([name, concurrency]) => ({ name, concurrency })),
    { name: 'rate', rate: RATE },
    {
      name: 'money',
      budget: { amount: 60, periodEndsAt: clock.now() + 1e9, whenExhausted: 'park' },
    },
  ])
  const workers: TestWorker[] = [await bench.worker('x', 1e9), await bench.worker('y', 1e9)]
  const held = new Map(workers.map((worker) => [worker, [] as ClaimedJob[]]))
  const rated: number[] = []
  let left = 0
  let idle = 0
  for (let step = 0; idle < 60; step += 1) {
    if (step < 60) {
      const jobs = Array.from({ length: random(6) }, () => randomJob(random))
      left += (await bench.enqueue(...jobs)).length
    }
    const worker = workers[random(2)] as TestWorker
    const mine = held.get(worker) ?? []
    const ending = mine.filter(() => random(2) === 0)
    const settle = ending.map((job) => (random(4) ? completed(job) : returned(job, 'snoozed', 0)))
    left -= settle.filter(({ next }) => next.state === 'completed').length
    const claim = ['a', 'b'].map((queue) => ({ queue, slots: random(5) }))
    const { claimed } = await worker.turn({ settle, claim })
    held.set(worker, [...mine.filter((job) => !ending.includes(job)), ...claimed])
    for (const job of claimed) {
      if (job.limits?.some(({ key }) => key === 'rate')) rated.push(clock.now())
    }
    await checkLimits(bench, [...held.values()].flat(), rated)
    clock.advance(random(120))
    idle = [...held.values()].flat().length + claimed.length === 0 ? idle + 1 : 0
  }
  // Nothing runs, time went on, and still nobody found anything: then there is nothing left.
  expect([left, (await storage.count({ states: ['queued'] })).counts]).toEqual([0, []])
}

export function limitStormRules(rule: Rule): void {
  for (const seed of [1, 2, 3]) {
    rule('limit/wakes', `no order of events loses a wake-up or goes over (seed ${seed})`, (bench) =>
      storm(bench, seed),
    )
  }
}
