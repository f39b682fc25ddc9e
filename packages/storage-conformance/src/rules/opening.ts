import assert from 'node:assert/strict'
import { type Rule, rule } from '../rule.js'
import { idsOf } from '../same.js'

export const openingRules: readonly Rule[] = [
  rule(
    'open/idempotent',
    'opening twice is harmless, and the data is still there',
    async (bench) => {
      const job = await bench.enqueueOne()
      await bench.storage.open()
      const second = await bench.connect()
      await second.open()
      for (const storage of [bench.storage, second]) {
        assert.deepEqual(idsOf(await storage.get([job.id])), [job.id])
      }
    },
  ),

  rule('close/idempotent', 'closing twice, or before opening, is harmless', async (bench) => {
    const job = await bench.enqueueOne()
    const second = await bench.connect()
    await second.close()
    await second.close()
    const third = bench.unopened()
    await third.close()
    await third.open()
    assert.deepEqual(idsOf(await third.get([job.id])), [job.id])
    assert.equal((await bench.read(job.id)).state, 'queued', 'the other connection works on')
  }),

  rule('close/idempotent', 'what was closed can be opened again', async (bench) => {
    const job = await bench.enqueueOne()
    await bench.storage.close()
    await bench.storage.open()
    assert.equal((await bench.read(job.id)).state, 'queued')
  }),
]
