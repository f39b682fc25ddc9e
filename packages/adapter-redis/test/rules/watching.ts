import { expect } from 'vitest'
import type { Rule } from './rule.js'

export function watchingRules(rule: Rule): void {
  rule('event/reset', 'after a sequence beyond the window', async (bench) => {
    await bench.storage.observe()
    const { sequence } = await bench.storage.events({ limit: 0 })
    for (let minute = 0; minute < 12; minute += 1) {
      await bench.enqueueOne()
      await bench.storage.observe()
      bench.clock.advance(60_000)
    }
    expect((await bench.storage.events({ after: sequence, limit: 9 })).reset).toBe(true)
    const late = await bench.storage.events({ after: sequence + 8, limit: 9 })
    expect([late.reset, late.events.length]).toEqual([false, 4])
    expect((await bench.storage.events({ after: sequence + 999, limit: 9 })).reset).toBe(true)
  })
}
