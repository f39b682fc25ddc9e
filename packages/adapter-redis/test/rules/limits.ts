import { expect } from 'vitest'
import { completed, idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const use = (key: string) => ({ limits: [{ key, definition: key }] })

export function limitRules(rule: Rule): void {
  rule('limit/wakes', 'a woken lane whose job goes away passes its turn on', async (bench) => {
    await bench.storage.defineLimits([{ name: 'a', concurrency: 1 }])
    const worker = await bench.worker()
    await bench.enqueueOne(use('a'))
    const [running] = await worker.claim(1)
    const debounced = { dedup: { key: 'k', mode: 'debounce' as const }, group: 'x' }
    await bench.enqueueOne({ ...use('a'), ...debounced })
    const [cancelled, last] = await bench.enqueue(
      { ...use('a'), group: 'y' },
      { ...use('a'), group: 'z' },
    )
    expect(await worker.claim(9)).toEqual([])
    if (running) await worker.settle(completed(running))
    const later = bench.job({ ...use('a'), ...debounced, delayMs: 60_000 })
    await bench.storage.enqueue([[later]])
    await bench.storage.command([cancelled?.id as string], { type: 'cancel', reason: 'no' })
    expect(idsOf(await worker.claim(9))).toEqual([last?.id])
  })
}
