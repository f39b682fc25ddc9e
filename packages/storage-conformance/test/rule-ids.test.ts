import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RULE_IDS } from '../src/index.js'
import { RULES } from '../src/rules/all.js'

const contract = readFileSync(
  new URL('../../core/src/storage/contract.ts', import.meta.url),
  'utf8',
)

/** Rules stand in doc comments as list items that begin with their id. */
const contractIds = [...contract.matchAll(/(?:\/\*\*|\*) - `([a-z-]+\/[a-z-]+)`:/g)].map(
  ([, id]) => id,
)

describe('the kit and the contract', () => {
  it('name exactly the same rules, in the same order', () => {
    expect(contractIds.length).toBeGreaterThan(50)
    expect(RULE_IDS).toEqual(contractIds)
  })

  it('have a check for every rule', () => {
    expect(new Set(RULES.map(({ id }) => id))).toEqual(new Set(RULE_IDS))
  })

  it('say something different in every check', () => {
    const titles = RULES.map(({ id, statement }) => `${id}: ${statement}`)
    expect(new Set(titles).size).toBe(titles.length)
  })
})
