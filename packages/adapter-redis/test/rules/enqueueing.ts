import { expect } from 'vitest'
import { completed, idsOf, returned } from '../bench.js'
import type { Rule } from './rule.js'

const throttle = { key: 'k', mode: 'throttle', windowMs: 1_000 } as const
const debounce = { key: 'k', mode: 'debounce' } as const

export function enqueueRules(rule: Rule): void {
  rule('enqueue/stores', 'a job reads back with everything it was given', async (bench) => {
    const parent = await bench.enqueueOne()
    const job = bench.job({
      ...{
        name: 'näme "x"\t',
        queue: 'a\nb',
        priority: 4,
        headStartMs: 250,
        input: '{ "a" : 1.50 }',
      },
      ...{ options: '{"é":"\u2028"}', delayMs: 77, tenant: 'ten\nant', group: 'g', weight: 3 },
      ...{ tags: ['x', 'y'], batch: 'b', dependsOn: [{ id: parent.id, onFailure: 'run' }] },
      limits: [{ key: 'k/1', definition: 'k', reserve: 9_007_199_254_740_991 }],
      occurrence: { schedule: 's', nominal: 1_700_000_000_000, run: 2 },
    })
    await bench.storage.enqueue([[job]])
    const { headStartMs: _, delayMs, weight: _weight, ...given } = job
    expect(await bench.read(job.id)).toEqual({
      ...{ ...given, state: 'blocked', attempt: 0, crashes: 0, suspect: false },
      ...{ enqueuedAt: bench.clock.now(), dueAt: bench.clock.now() + (delayMs ?? 0) },
    })
  })

  rule(
    'enqueue/stores',
    'inputs of any size and alphabet come back as they were',
    async (bench) => {
      const inputs = [
        '',
        '1e400',
        '{"n":123456789012345678901234567890}',
        `"${'ü\\u0000€😀'.repeat(3_000)}"`,
      ]
      const jobs = await bench.enqueue(...inputs.map((input) => ({ input, options: '[\n\n]' })))
      const worker = await bench.worker()
      const claimed = await worker.claim(9)
      expect(claimed.map(({ input }) => input)).toEqual(inputs)
      expect((await bench.storage.get(idsOf(jobs))).map(({ options }) => options)).toEqual(
        inputs.map(() => '[\n\n]'),
      )
    },
  )

  rule('enqueue/queue-full', 'past the maximum a unit is refused whole', async (bench) => {
    await bench.storage.defineQueue('default', { maxLength: 3 })
    const [first] = await bench.enqueue({}, {})
    const blocked = bench.job({ dependsOn: [{ id: first?.id as string, onFailure: 'run' }] })
    const full = { status: 'queue-full', queue: 'default', maxLength: 3 }
    const replies = await bench.storage.enqueue([
      [bench.job(), bench.job()],
      [blocked],
      [bench.job()],
    ])
    expect(replies).toMatchObject([full, { status: 'accepted' }, full])
    const worker = await bench.worker()
    const held = await worker.claim(2)
    await bench.enqueue({}, {})
    await worker.settle(...held.map((job) => returned(job, 'failed', 0)))
    expect((await bench.storage.count({})).counts).toMatchObject([
      { state: 'queued', count: 4 },
      { state: 'blocked', count: 1 },
    ])
    await bench.storage.defineQueue('default', { maxLength: undefined } as object)
    await bench.enqueue({})
  })

  rule('dedup/throttle', 'held by the window alone', async (bench) => {
    const holder = await bench.enqueueOne({ dedup: throttle })
    const worker = await bench.worker()
    const [held] = await worker.claim(1)
    if (held) await worker.settle(completed(held))
    bench.clock.advance(999)
    const held2 = await bench.storage.enqueue([[bench.job({ dedup: throttle })]])
    expect(held2).toEqual([{ status: 'accepted', jobs: [{ status: 'duplicate', id: holder.id }] }])
    bench.clock.advance(1)
    await bench.enqueueOne({ dedup: throttle, delayMs: 60_000 })
    bench.clock.advance(1_000)
    await bench.enqueueOne({ dedup: throttle })
  })

  rule(
    'dedup/debounce',
    'a queued holder takes over input, options and due time',
    async (bench) => {
      const holder = await bench.enqueueOne({
        dedup: debounce,
        delayMs: 100,
        input: '1',
        options: '[1]',
      })
      bench.clock.advance(50)
      const big = `"${'x'.repeat(5_000)}"`
      for (const input of [big, '2']) {
        const newer = bench.job({ dedup: debounce, delayMs: 100, input, headStartMs: 7 })
        const replaced = { status: 'replaced', id: holder.id }
        expect(await bench.storage.enqueue([[newer]])).toEqual([
          { status: 'accepted', jobs: [replaced] },
        ])
        const record = await bench.read(holder.id)
        expect(record).toMatchObject({ input, dueAt: bench.clock.now() + 100 })
        expect(record.options).toBeUndefined()
      }
      const worker = await bench.worker()
      bench.clock.advance(99)
      expect(await worker.claim(9)).toEqual([])
      bench.clock.advance(1)
      const [held] = await worker.claim(9)
      expect(held).toMatchObject({ id: holder.id, input: '2' })
      const late = await bench.storage.enqueue([[bench.job({ dedup: debounce, input: '3' })]])
      expect(late).toEqual([{ status: 'accepted', jobs: [{ status: 'duplicate', id: holder.id }] }])
    },
  )

  rule('dedup/deleted-holder', 'deleting the holder frees the key', async (bench) => {
    const holder = await bench.enqueueOne({ dedup: { key: 'k', mode: 'unique', windowMs: 60_000 } })
    await bench.storage.command([holder.id], { type: 'delete' })
    await bench.enqueueOne({ dedup: { key: 'k', mode: 'unique' } })
  })

  rule('claim/input-bytes', 'stops at the bytes allowed but takes at least one', async (bench) => {
    const input = (bytes: number) => ({ input: `"${'x'.repeat(bytes - 2)}"` })
    await bench.enqueue(input(2_000_000), ...Array.from({ length: 300 }, () => input(4_000)))
    const worker = await bench.worker()
    const turn = () => worker.turn({ claim: [{ queue: 'default', slots: 400 }] })
    const first = await turn()
    expect([first.claimed.length, first.more]).toEqual([1, true])
    const second = await turn()
    expect(second.claimed.length).toBe(263)
    expect((await turn()).claimed.length).toBe(37)
  })

  rule('claim/paused', 'nothing of a paused queue, seen by all', async (bench) => {
    await bench.enqueue({}, { delayMs: 10 })
    await bench.storage.pauseQueue('default', 'pause')
    const worker = await bench.worker()
    bench.clock.advance(10)
    expect(await worker.claim(9)).toEqual([])
    expect(await bench.storage.queues()).toMatchObject([{ name: 'default', paused: true, due: 2 }])
    await bench.storage.pauseQueue('default', 'resume')
    expect((await worker.claim(9)).length).toBe(2)
  })

  rule('queue/listed', 'defined, paused or used, with what is due', async (bench) => {
    await bench.storage.defineQueue('bounded', { maxLength: 5 })
    await bench.storage.pauseQueue('still', 'pause')
    const oldest = bench.clock.now()
    await bench.enqueue({ headStartMs: 0, group: 'a' }, { delayMs: 500 })
    bench.clock.advance(100)
    await bench.enqueue({ headStartMs: 600_000 })
    expect(await bench.storage.queues()).toEqual([
      { name: 'bounded', paused: false, maxLength: 5, due: 0 },
      { name: 'default', paused: false, due: 2, oldestDueAt: oldest },
      { name: 'still', paused: true, due: 0 },
    ])
  })
}
