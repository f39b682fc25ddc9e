import { describe, expect, it } from 'vitest'
import { RULE_IDS, type RunOptions, runRules } from '../src/index.js'
import type { Defect } from './planted/defect.js'
import { DEFECTS } from './planted/defects.js'
import { mutatedMemory, subjectsOf } from './planted/mutated-memory.js'

async function brokenRules(
  defect: Defect | undefined,
  options: RunOptions,
): Promise<ReadonlySet<string>> {
  const memory = await mutatedMemory(defect)
  try {
    const results = await runRules(subjectsOf(memory), options)
    return new Set(results.flatMap(({ rule, error }) => (error ? [rule] : [])))
  } finally {
    memory.remove()
  }
}

describe('the kit rejects a storage in which', () => {
  it.each(DEFECTS)('$name ($breaks)', async (defect) => {
    const broken = await brokenRules(defect, { only: [defect.breaks] })
    expect(broken).toEqual(new Set([defect.breaks]))
  })
})

describe('the planted defects', () => {
  it('leave no rule that was never seen to fail', () => {
    expect(new Set(DEFECTS.map(({ breaks }) => breaks))).toEqual(new Set(RULE_IDS))
  })

  it('are what is rejected: without one, the same storage passes', async () => {
    const options = { model: { runs: 10 } }
    expect(await brokenRules(undefined, options)).toEqual(new Set())
  })
})
