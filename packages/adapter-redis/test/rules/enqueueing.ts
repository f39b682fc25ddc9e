import { expect } from 'vitest'
import { idsOf } from '../bench.js'
import type { Rule } from './rule.js'

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
}
