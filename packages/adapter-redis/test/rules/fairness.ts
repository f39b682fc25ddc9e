import { expect } from 'vitest'
import { idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const groupOf = (group: string | undefined, weight?: number) => ({
  ...(group !== undefined && { group }),
  ...(weight !== undefined && { weight }),
})

export function fairnessRules(rule: Rule): void {
  rule(
    'claim/fair',
    'one claim of many and many claims of one give the same order',
    async (bench) => {
      const groups = ['a', 'b', 'c', undefined]
      const jobs = Array.from({ length: 80 }, (_, index) => ({
        ...groupOf(groups[(index * 7) % 4], 1 + (index % 3)),
        headStartMs: (index % 5) * 6_000,
      }))
      await bench.enqueue(...jobs.flatMap((job) => [job, { ...job, queue: 'twin' }]))
      const worker = await bench.worker()
      const shape = (id: string) => Math.floor((Number.parseInt(id.slice(1, 13), 16) - 1) / 2)
      const atOnce = idsOf(await worker.claim(80)).map(shape)
      const oneByOne: number[] = []
      for (let left = 80; left > 0; left -= 1) {
        oneByOne.push(...idsOf(await worker.claim(1, 'twin')).map(shape))
      }
      expect(oneByOne).toEqual(atOnce)
    },
  )

  rule('claim/once', 'two hundred lanes are served without a repeat or a loss', async (bench) => {
    const jobs = Array.from({ length: 1_000 }, (_, index) => groupOf(`g${index % 200}`))
    await bench.enqueue(...jobs)
    const worker = await bench.worker()
    const seen = new Set<string>()
    for (let left = 1_000; left > 0; ) {
      const claimed = await worker.claim(70)
      for (const { id } of claimed) seen.add(id)
      left -= claimed.length
      if (claimed.length === 0) break
    }
    expect(seen.size).toBe(1_000)
    expect((await bench.storage.queues())[0]).toMatchObject({ due: 0 })
  })
}
