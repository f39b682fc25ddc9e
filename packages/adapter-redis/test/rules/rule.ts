import { it } from 'vitest'
import { type Bench, benchOn, type CreateStorage } from '../bench.js'

/** Registers a test of one rule on a fresh storage, which is closed afterwards. */
export type Rule = (id: string, says: string, check: (bench: Bench) => Promise<void>) => void

export const ruleOn =
  (create: CreateStorage): Rule =>
  (id, says, check) => {
    it(`${id}: ${says}`, async () => {
      const bench = await benchOn(create)
      try {
        await check(bench)
      } finally {
        await bench.storage.close()
      }
    })
  }
