import { describe, expect, it } from 'vitest'
import { type ModelOptions, runRules } from '../src/index.js'
import { DEFECTS } from './planted/defects.js'
import { mutatedMemory, subjectsOf } from './planted/mutated-memory.js'

async function differenceOf(name: string, model: ModelOptions): Promise<string | undefined> {
  const memory = await mutatedMemory(DEFECTS.find((defect) => defect.name === name))
  try {
    const [result] = await runRules(subjectsOf(memory), { only: ['model'], model })
    return result?.error?.message
  } finally {
    memory.remove()
  }
}

describe('comparing random commands with the memory storage', () => {
  it.each([
    'the loss is charged to the taker',
    'a repeated turn claims again',
    'what a lost execution put aside is free',
    'a paused queue is claimed from',
    'the end of a job is not written to its occurrence',
    'the old due time stays',
    'moves that follow from others are not told',
  ])('finds that %s, and names the seed', { timeout: 30_000 }, async (name) => {
    expect(DEFECTS.map((defect) => defect.name)).toContain(name)
    const message = await differenceOf(name, { seed: 7, runs: 400, timeLimitMs: 12_000 })
    expect(message).toContain('seed: 7')
  })

  it('finds nothing where there is nothing, whatever the seed', async () => {
    for (const seed of [1, 2, 3]) {
      expect(await differenceOf('none', { seed, runs: 5 })).toBeUndefined()
    }
  })

  it('finds the same with the same seed', { timeout: 30_000 }, async () => {
    const model = { seed: 11, runs: 100, timeLimitMs: 20_000 }
    const first = await differenceOf('a repeated turn claims again', model)
    expect(first).toBeDefined()
    expect(await differenceOf('a repeated turn claims again', model)).toBe(first)
  })
})
