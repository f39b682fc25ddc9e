import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  defineJob,
  type JobContext,
  memoryStorage,
  type NightshiftEvents,
  StorageError,
} from '../../src/index.js'
import { createHost } from '../host.js'
import { createVirtualClock } from '../virtual-clock.js'

/** A job whose handler waits until the test lets it go on. */
function gated(timeout?: '5m') {
  const started: JobContext[] = []
  const gates: { open(value?: unknown): void; fail(error: unknown): void }[] = []
  const job = defineJob({
    name: 'gated',
    ...(timeout && { timeout }),
    retry: false,
    run: (_input: undefined, context) => {
      started.push(context)
      return new Promise((resolve, reject) => gates.push({ open: resolve, fail: reject }))
    },
  })
  return { job, started, gates }
}

/** A job that ends as soon as its signal aborts. */
const obedient = defineJob({
  name: 'obedient',
  timeout: '5m',
  retry: false,
  run: (_input: undefined, { signal }) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    }),
})

describe('a running job', () => {
  it('that outlives its timeout is aborted and fails as timed out', async () => {
    const { nightshift, clock } = createHost([obedient])
    await nightshift.start()
    const { id } = await nightshift.enqueue('obedient')
    await clock.advance(5 * 60_000 - 1)
    expect((await nightshift.jobs.get(id))?.state).toBe('running')
    await clock.advance(1)
    expect(await nightshift.jobs.get(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'JOB_TIMEOUT', category: 'timeout' },
      attempts: [{ outcome: 'timed-out' }],
    })
    await nightshift.stop()
  })

  it('that ignores its timeout is left behind after the grace period', async () => {
    const { job } = gated('5m')
    const { nightshift, clock } = createHost([job])
    await nightshift.start()
    const { id } = await nightshift.enqueue('gated')
    await clock.advance(5 * 60_000 + 4_999)
    expect((await nightshift.jobs.get(id))?.state).toBe('running')
    await clock.advance(1)
    expect((await nightshift.jobs.get(id))?.state).toBe('failed')
    await nightshift.stop()
  })

  it('is cancelled through its signal, with the reason kept', async () => {
    const { nightshift, clock } = createHost([obedient])
    await nightshift.start()
    const handle = await nightshift.enqueue('obedient')
    await clock.settle()
    expect(await handle.cancel('no longer needed')).toMatchObject({ status: 'requested' })
    await clock.settle()
    expect(await nightshift.jobs.get(handle.id)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'no longer needed',
      attempts: [{ outcome: 'cancelled' }],
    })
    await expect(handle.result()).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
    await nightshift.stop()
  })

  it('that succeeds in spite of a cancel request completes', async () => {
    const { job, gates } = gated()
    const { nightshift, clock } = createHost([job])
    await nightshift.start()
    const handle = await nightshift.enqueue('gated')
    await clock.settle()
    await handle.cancel()
    await clock.settle()
    gates[0]?.open('done')
    await clock.settle()
    expect(await handle.result()).toBe('done')
    await nightshift.stop()
  })

  it('reports steps, percent, message and the time left', async () => {
    const { job, started, gates } = gated()
    const { nightshift, clock } = createHost([job])
    const seen: NightshiftEvents['job:progress'][] = []
    nightshift.on('job:progress', (event) => seen.push(event))
    await nightshift.start()
    const { id } = await nightshift.enqueue('gated')
    await clock.settle()
    const [context] = started as [JobContext]
    await context.step('fetch', () => clock.advance(10_000), { weight: 25 })
    context.progress({ message: 'indexing' })
    context.progress({ percent: 10 })
    await clock.advance(200)
    expect((await nightshift.jobs.get(id))?.progress).toMatchObject({
      percent: 25,
      message: 'indexing',
      stepsDone: [{ name: 'fetch', durationMs: 10_000 }],
    })
    expect(seen.at(-1)?.progress.etaMs).toBe(30_000)
    context.log.warn('slow', { pages: 3 })
    context.progress({ percent: 90 })
    gates[0]?.open()
    await clock.settle()
    expect(await nightshift.jobs.get(id)).toMatchObject({
      progress: { percent: 90 },
      logs: [{ level: 'warn', message: 'slow', data: { pages: 3 } }],
    })
    await nightshift.stop()
  })

  it('that snoozes comes back later without counting an attempt', async () => {
    let runs = 0
    const patient = defineJob({
      name: 'patient',
      run: (_input: undefined, context) => {
        runs += 1
        if (runs < 3) context.snooze('1h')
        return runs
      },
    })
    const { nightshift, clock } = createHost([patient])
    await nightshift.start()
    const handle = await nightshift.enqueue(patient)
    await clock.advance(2 * 3_600_000)
    expect(await handle.result()).toBe(3)
    expect(await nightshift.jobs.get(handle.id)).toMatchObject({ attempt: 1 })
    await nightshift.stop()
  })

  it('fans out over items, a few at once, and moves the progress with them', async () => {
    let atOnce = 0
    let most = 0
    const square = defineJob({
      name: 'square',
      input: z.array(z.number()),
      run: (numbers, context) =>
        context.map(
          numbers,
          async (number) => {
            atOnce += 1
            most = Math.max(most, atOnce)
            await Promise.resolve()
            atOnce -= 1
            return number ** 2
          },
          { concurrency: 2 },
        ),
    })
    const { nightshift } = createHost([square])
    const percents: number[] = []
    nightshift.on('job:progress', ({ progress }) => percents.push(progress.percent))
    const handle = await nightshift.enqueue(square, [1, 2, 3, 4])
    await nightshift.drain()
    expect(await handle.result()).toEqual([1, 4, 9, 16])
    expect(most).toBe(2)
    expect(percents).toEqual([25, 50, 75, 100])
  })
})

describe('stopping', () => {
  it('waits for running jobs and then closes', async () => {
    const { job, gates } = gated()
    const { nightshift, clock } = createHost([job])
    await nightshift.start()
    const { id } = await nightshift.enqueue('gated')
    await clock.settle()
    const stopped = nightshift.stop({ within: '30s' })
    await clock.advance(10_000)
    gates[0]?.open()
    await stopped
    expect((await nightshift.jobs.get(id))?.state).toBe('completed')
  })

  it('hands back what does not end in time, without using an attempt', async () => {
    const { nightshift, clock } = createHost([obedient])
    await nightshift.start()
    const { id } = await nightshift.enqueue('obedient')
    await clock.settle()
    const stopped = nightshift.stop({ within: '30s' })
    await clock.advance(30_000)
    await stopped
    expect(await nightshift.jobs.get(id)).toMatchObject({
      state: 'queued',
      attempt: 0,
      attempts: [{ outcome: 'interrupted' }],
    })
  })

  it('leaves no timer behind, and a second start works', async () => {
    const { job, gates } = gated()
    const { nightshift, clock } = createHost([job])
    expect(await nightshift.start()).toEqual({
      success: true,
      started: ['storage', 'worker'],
      errors: [],
    })
    await clock.settle()
    await Promise.all([nightshift.stop(), nightshift.stop()])
    expect(clock.pendingTimers()).toBe(0)
    await nightshift.start()
    const handle = await nightshift.enqueue('gated')
    await clock.settle()
    gates[0]?.open('again')
    await clock.settle()
    expect(await handle.result()).toBe('again')
    await nightshift.stop()
    expect(clock.pendingTimers()).toBe(0)
  })
})

describe('a worker that falls silent', () => {
  it('loses its jobs to another, which charges no attempt, and can change nothing afterwards', async () => {
    const { job, gates } = gated()
    const clock = createVirtualClock()
    const storage = memoryStorage({ clock })
    let reachable = true
    const unlessCut =
      <Args extends unknown[], Reply>(verb: (...args: Args) => Promise<Reply>) =>
      (...args: Args) =>
        reachable
          ? verb(...args)
          : Promise.reject(new StorageError('CUT', 'No line.', { transient: true }))
    const first = createHost([job], {
      clock,
      storage: {
        ...storage,
        turn: unlessCut(storage.turn),
        heartbeat: unlessCut(storage.heartbeat),
      },
      worker: { name: 'first' },
    })
    const second = createHost([job], { clock, storage, worker: { name: 'second' } })
    const lost: NightshiftEvents['job:lost'][] = []
    second.nightshift.on('job:lost', (event) => lost.push(event))
    first.nightshift.on('error', () => {})

    await first.nightshift.start()
    const { id } = await first.nightshift.enqueue('gated')
    await clock.settle()
    reachable = false
    await second.nightshift.start()
    await clock.advance(25_000)
    expect(lost).toMatchObject([{ job: { id }, worker: 'first' }])
    expect(await second.nightshift.jobs.get(id)).toMatchObject({
      state: 'running',
      attempt: 1,
      worker: 'second',
      attempts: [{ outcome: 'lost', worker: 'first' }],
    })

    reachable = true
    gates[0]?.open('by the first')
    await clock.advance(1_000)
    expect((await second.nightshift.jobs.get(id))?.state).toBe('running')
    gates[1]?.open('by the second')
    await clock.settle()
    expect((await second.nightshift.jobs.get(id))?.result).toBe('by the second')
    await Promise.all([second.nightshift.stop(), clock.advance(10_000)])
  })
})

describe('a job under suspicion', () => {
  it('runs alone: nothing else starts while it waits for the others to end, nor while it runs', async () => {
    const { job, gates, started } = gated()
    const clock = createVirtualClock()
    const storage = memoryStorage({ clock })
    const { nightshift } = createHost([job], { clock, storage })
    const running = () => started.map(({ id }) => id)

    const { id: suspect } = await nightshift.enqueue('gated')
    await storage.openSession({ id: 'dead', worker: 'dead', leaseMs: 1_000 })
    const claim = [{ queue: 'default', slots: 1 }]
    await storage.turn({ session: 'dead', turn: 1, settle: [], report: [], claim, recover: 0 })
    const { id: bystander } = await nightshift.enqueue('gated')
    await nightshift.start()
    await clock.settle()
    expect(running()).toEqual([bystander])

    await storage.closeSession('dead', 'died')
    await clock.advance(10_000)
    const { id: later } = await nightshift.enqueue('gated')
    await clock.advance(10_000)
    expect(running()).toEqual([bystander])
    gates[0]?.open()
    await clock.settle()
    expect(running()).toEqual([bystander, suspect])
    await clock.advance(10_000)
    expect(running()).toEqual([bystander, suspect])
    gates[1]?.open()
    await clock.settle()
    expect(running()).toEqual([bystander, suspect, later])
    expect(await nightshift.jobs.get(suspect)).toMatchObject({ state: 'completed', suspect: false })
    gates[2]?.open()
    await clock.settle()
    await nightshift.stop()
  })
})
