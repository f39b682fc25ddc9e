import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineJob, delays, JobError, RetryAfter } from '../../src/index.js'
import { createHost } from '../host.js'

const greet = defineJob({
  name: 'greet',
  input: z.object({ name: z.string(), times: z.number().default(1) }),
  run: ({ name, times }) => ({ greeting: `Hello ${name}`.repeat(times) }),
})

describe('a job', () => {
  it('runs with its parsed input and keeps its result', async () => {
    const { nightshift, clock } = createHost([greet])
    await nightshift.start()
    const handle = await nightshift.enqueue(greet, { name: 'Ada' })
    await clock.settle()
    expect(await handle.result()).toEqual({ greeting: 'Hello Ada' })
    const job = await nightshift.jobs.get(handle.id)
    expect(job).toMatchObject({ state: 'completed', attempt: 1, input: { name: 'Ada' } })
    expect(job?.attempts).toMatchObject([{ execution: 1, outcome: 'succeeded' }])
    await nightshift.stop()
  })

  it('can be enqueued by name, and before anything is started', async () => {
    const { nightshift, clock } = createHost([greet])
    const handle = await nightshift.enqueue('greet', { name: 'Ada', times: 2 })
    expect((await nightshift.jobs.get(handle.id))?.state).toBe('queued')
    await nightshift.start()
    await clock.settle()
    expect(await handle.result()).toEqual({ greeting: 'Hello AdaHello Ada' })
    await nightshift.stop()
  })

  it('is refused with every issue named when its input does not fit the schema', async () => {
    const { nightshift } = createHost([greet])
    const refused = nightshift.enqueue('greet', { name: 5, times: 'x' } as never)
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: 'name' }, { path: 'times' }],
    })
    expect((await nightshift.jobs.list()).items).toEqual([])
  })

  it('whose stored input no longer fits fails at once, without a retry', async () => {
    const before = createHost([defineJob({ name: 'greet', input: z.any(), run: () => {} })])
    const handle = await before.nightshift.enqueue('greet', { old: true })
    const after = createHost([greet], { storage: before.storage, clock: before.clock })
    await after.nightshift.start()
    await before.clock.settle()
    const job = await after.nightshift.jobs.get(handle.id)
    expect(job).toMatchObject({
      state: 'failed',
      failure: { code: 'INVALID_INPUT', category: 'input' },
    })
    await after.nightshift.stop()
  })

  it('runs not before its delay is over', async () => {
    const { nightshift, clock } = createHost([greet])
    await nightshift.start()
    const handle = await nightshift.enqueue(greet, { name: 'Ada' }, { delay: '10m' })
    await clock.advance(599_999)
    expect(await nightshift.jobs.get(handle.id)).toMatchObject({
      state: 'queued',
      label: 'scheduled',
    })
    await clock.advance(1)
    expect(await nightshift.jobs.get(handle.id)).toMatchObject({ state: 'completed' })
    await nightshift.stop()
  })

  it('of a higher priority runs first, and equals run in order', async () => {
    const order: string[] = []
    const note = defineJob({
      name: 'note',
      input: z.string(),
      run: (text) => {
        order.push(text)
      },
    })
    const { nightshift } = createHost([note], { queues: { default: { concurrency: 1 } } })
    await nightshift.enqueue(note, 'low', { priority: 'low' })
    await nightshift.enqueue(note, 'normal 1')
    await nightshift.enqueue(note, 'normal 2')
    await nightshift.enqueue(note, 'critical', { priority: 0 })
    await nightshift.drain()
    expect(order).toEqual(['critical', 'normal 1', 'normal 2', 'low'])
  })

  it('with a held dedup key answers with the holder', async () => {
    const { nightshift } = createHost([greet])
    const first = await nightshift.enqueue(greet, { name: 'Ada' }, { dedup: { key: 'ada' } })
    const second = await nightshift.enqueue(greet, { name: 'Bob' }, { dedup: { key: 'ada' } })
    expect(second).toMatchObject({ id: first.id, duplicate: true })
    await nightshift.drain()
    const third = await nightshift.enqueue(greet, { name: 'Cy' }, { dedup: { key: 'ada' } })
    expect(third.duplicate).toBe(false)
  })
})

describe('a failing job', () => {
  const failing = (error: unknown, retry?: Parameters<typeof defineJob>[0]['retry']) =>
    defineJob({
      name: 'failing',
      ...(retry !== undefined && { retry }),
      run: () => {
        throw error
      },
    })

  it('is tried again after each listed delay, then fails, with every attempt kept', async () => {
    const { nightshift, clock } = createHost([failing(new Error('boom'), delays('1m', '5m'))])
    await nightshift.start()
    const { id } = await nightshift.enqueue('failing')
    await clock.settle()
    expect(await nightshift.jobs.get(id)).toMatchObject({ label: 'retrying', attempt: 1 })
    await clock.advance(60_000)
    expect(await nightshift.jobs.get(id)).toMatchObject({ label: 'retrying', attempt: 2 })
    await clock.advance(5 * 60_000)
    const job = await nightshift.jobs.get(id)
    expect(job).toMatchObject({ state: 'failed', attempt: 3 })
    expect(job?.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed'])
    expect(job?.failure).toMatchObject({ code: 'UNEXPECTED_ERROR', message: 'boom' })
    await nightshift.stop()
  })

  it('that says retrying is pointless fails at once, and result() throws its code', async () => {
    const error = new JobError('EMPTY_DOCUMENT', 'There is no text in this file.', { retry: false })
    const { nightshift } = createHost([failing(error)])
    const handle = await nightshift.enqueue('failing')
    await nightshift.drain()
    await expect(handle.result()).rejects.toMatchObject({
      name: 'JobError',
      code: 'EMPTY_DOCUMENT',
      message: 'There is no text in this file.',
    })
  })

  it('comes back exactly when RetryAfter says', async () => {
    const { nightshift, clock } = createHost([failing(new RetryAfter('30s'))])
    await nightshift.start()
    const { id } = await nightshift.enqueue('failing')
    await clock.advance(29_999)
    expect((await nightshift.jobs.get(id))?.attempt).toBe(1)
    await clock.advance(1)
    expect((await nightshift.jobs.get(id))?.attempt).toBe(2)
    await nightshift.stop()
  })

  it('follows the rule for its code before the general policy', async () => {
    const rules = { GIVE_UP: false as const, SLOW: delays('1h') }
    const { nightshift, clock } = createHost([
      failing(new JobError('GIVE_UP', 'No.'), { rules }),
      { ...failing(new JobError('SLOW', 'Wait.'), { rules }), name: 'slow' },
    ])
    await nightshift.start()
    const gaveUp = await nightshift.enqueue('failing')
    const slow = await nightshift.enqueue('slow')
    await clock.advance(3_599_999)
    expect((await nightshift.jobs.get(gaveUp.id))?.state).toBe('failed')
    expect((await nightshift.jobs.get(slow.id))?.attempt).toBe(1)
    await clock.advance(1)
    expect((await nightshift.jobs.get(slow.id))?.attempt).toBe(2)
    await nightshift.stop()
  })

  it.each([
    ['undefined', undefined, 'NOT_AN_ERROR'],
    ['a text', 'oops', 'NOT_AN_ERROR'],
    [
      'a hostile object',
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error('no')
          },
        },
      ),
      'UNREADABLE_ERROR',
    ],
    [
      'a system error',
      Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
    ],
  ])('that throws %s ends failed with a code', async (_what, thrown, code) => {
    const { nightshift } = createHost([failing(thrown, false)])
    const { id } = await nightshift.enqueue('failing')
    await nightshift.drain()
    expect(await nightshift.jobs.get(id)).toMatchObject({ state: 'failed', failure: { code } })
  })

  it.each([
    [
      'circular',
      () => {
        const circle: { self?: unknown } = {}
        circle.self = circle
        return circle
      },
      'RESULT_NOT_JSON',
    ],
    ['a BigInt', () => 1n, 'RESULT_NOT_JSON'],
    ['too large', () => 'x'.repeat(1_048_577), 'RESULT_TOO_LARGE'],
  ])('whose result is %s fails without a retry', async (_what, run, code) => {
    const { nightshift } = createHost([defineJob({ name: 'odd', run: run as () => unknown })])
    const { id } = await nightshift.enqueue('odd')
    await nightshift.drain()
    expect(await nightshift.jobs.get(id)).toMatchObject({ state: 'failed', failure: { code } })
  })
})
