import { expect } from 'vitest'
import { completed, idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const CANCEL = { type: 'cancel', reason: 'no' } as const
const RETRY = { type: 'retry', headStartMs: 0 } as const

const after = (id: string, onFailure: 'cancel' | 'run' = 'cancel') => ({
  dependsOn: [{ id, onFailure }],
})

export function dependencyRules(rule: Rule): void {
  rule(
    'command/retry-revives',
    'also when it completes before all have heard of it',
    async (bench) => {
      const parent = await bench.enqueueOne()
      const children = Array.from({ length: 900 }, () => bench.job(after(parent.id)))
      await bench.storage.enqueue([children])
      await bench.storage.command([parent.id], CANCEL)
      await bench.storage.command([parent.id], RETRY)
      const worker = await bench.worker()
      const [held] = await worker.claim(1)
      if (held) await worker.settle(completed(held))
      while ((await worker.turn()).more);
      expect((await bench.storage.count({})).counts).toEqual([
        { queue: 'default', state: 'queued', count: 900 },
        { queue: 'default', state: 'completed', count: 1 },
      ])
    },
  )

  rule('command/delete', 'refused while the last of many dependents lives', async (bench) => {
    const parent = await bench.enqueueOne()
    const children = Array.from({ length: 700 }, () => bench.job(after(parent.id, 'run')))
    await bench.storage.enqueue([children])
    const last = children.at(-1)?.id
    await bench.storage.command(idsOf(children.slice(0, -1)), CANCEL)
    await bench.storage.command([parent.id], CANCEL)
    const removed = () => bench.storage.command([parent.id], { type: 'delete' })
    expect(await removed()).toEqual([{ status: 'refused', state: 'cancelled' }])
    await bench.storage.command([last as string], CANCEL)
    expect(await removed()).toEqual([{ status: 'done', state: 'deleted' }])
  })
}
