import assert from 'node:assert/strict'
import type { Command } from '@nightshift/core'
import { completed, failed, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'
import { after } from './depend.js'

const CANCEL: Command = { type: 'cancel', reason: 'stop' }
const RETRY: Command = { type: 'retry', headStartMs: 0 }
const DELETE: Command = { type: 'delete' }
const QUEUED = [{ status: 'done', state: 'queued' }]

export const reviveRules: readonly Rule[] = [
  rule(
    'command/retry-revives',
    'dependents that the job’s end cancelled are blocked again, and theirs in turn',
    async (bench) => {
      const parent = await bench.enqueueOne()
      const child = await bench.enqueueOne({ ...after([parent]), delayMs: 9_000 })
      const { dueAt } = await bench.read(child.id)
      const grandchild = await bench.enqueueOne(after([child]))
      const worker = await bench.worker()
      await worker.settle(failed(await worker.claimOne()))
      bench.clock.advance(10)
      assertSame(await bench.storage.command([parent.id], RETRY), QUEUED)
      for (const { id } of [child, grandchild]) {
        const back = { state: 'blocked', cancelledBy: undefined, endedAt: undefined } as const
        assertIncludes(await bench.read(id), back)
      }
      await worker.settle(completed(await worker.claimOne()))
      assertIncludes(await bench.read(child.id), { state: 'queued', dueAt })
      bench.clock.advance(9_000)
      await worker.settle(completed(await worker.claimOne()))
      assert.equal((await worker.claimOne()).id, grandchild.id)
    },
  ),

  rule(
    'command/retry-revives',
    'not those that others cancelled, or whose key is taken',
    async (bench) => {
      const [parent, other] = await bench.enqueue({ delayMs: 500 }, { delayMs: 500 })
      assert.ok(parent && other)
      const children = await bench.enqueue(
        after([parent]),
        { ...after([parent]), dedup: unique('k') },
        after([parent, other]),
        after([parent]),
      )
      const [byHand] = children
      assert.ok(byHand)
      await bench.storage.command([byHand.id], CANCEL)
      await bench.storage.command([parent.id], CANCEL)
      await bench.enqueueOne({ dedup: unique('k') })
      await bench.storage.command([other.id], CANCEL)
      assertSame(await bench.storage.command([parent.id], RETRY), QUEUED)
      const records = await bench.storage.get(idsOf(children))
      assertSame(
        records.map(({ state, cancelledBy }) => [state, cancelledBy]),
        [
          ['cancelled', undefined],
          ['cancelled', parent.id],
          ['cancelled', other.id],
          ['blocked', undefined],
        ].map(([state, cause]) => [state, cause]),
      )
      assertSame(await bench.storage.command([other.id], RETRY), QUEUED)
      const [, , both] = await bench.storage.get(idsOf(children))
      assert.equal(both?.state, 'blocked', 'the one with two causes waits for both')
    },
  ),

  rule('command/retry', 'with an unfinished dependency it is blocked', async (bench) => {
    const parent = await bench.enqueueOne()
    const child = await bench.enqueueOne(after([parent]))
    await bench.storage.command([child.id], CANCEL)
    assertSame(await bench.storage.command([child.id], RETRY), [
      { status: 'done', state: 'blocked' },
    ])
    const worker = await bench.worker()
    const [first, ...rest] = await worker.claim(9)
    assert.ok(first && rest.length === 0)
    await worker.settle(completed(first))
    assert.equal((await worker.claimOne()).id, child.id)
  }),

  rule(
    'command/retry',
    'a cancelled dependent retried by hand runs all the same',
    async (bench) => {
      const parent = await bench.enqueueOne()
      const child = await bench.enqueueOne(after([parent]))
      await bench.storage.command([parent.id], CANCEL)
      assertSame(await bench.storage.command([child.id], RETRY), QUEUED)
      assertIncludes(await bench.read(child.id), {
        cancelledBy: undefined,
        cancelReason: undefined,
      })
      assert.equal((await (await bench.worker()).claimOne()).id, child.id)
    },
  ),

  rule('command/cancel-waiting', 'a blocked job is cancelled as well', async (bench) => {
    const parent = await bench.enqueueOne()
    const child = await bench.enqueueOne(after([parent]))
    const done = [{ status: 'done', state: 'cancelled' }]
    assertSame(await bench.storage.command([child.id], CANCEL), done)
    assertIncludes(await bench.read(child.id), { cancelReason: 'stop', cancelledBy: undefined })
    const worker = await bench.worker()
    await worker.settle(completed(await worker.claimOne()))
    assert.deepEqual(await worker.claim(9), [], 'and stays so')
  }),

  rule('command/reprioritise', 'a blocked job takes its new place when released', async (bench) => {
    const parent = await bench.enqueueOne()
    const [plain, urgent] = await bench.enqueue(after([parent]), after([parent]))
    assert.ok(plain && urgent)
    const order = { type: 'reprioritise', priority: 0, headStartMs: 9_000 } as const
    assertSame(await bench.storage.command([urgent.id], order), [
      { status: 'done', state: 'blocked' },
    ])
    const worker = await bench.worker()
    await worker.settle(completed(await worker.claimOne()))
    assert.deepEqual(idsOf(await worker.claim(9)), idsOf([urgent, plain]))
  }),

  rule('command/promote', 'a blocked job is refused', async (bench) => {
    const parent = await bench.enqueueOne()
    const { id } = await bench.enqueueOne({ ...after([parent]), delayMs: 5_000 })
    const refused = [{ status: 'refused', state: 'blocked' }]
    assertSame(await bench.storage.command([id], { type: 'promote' }), refused)
  }),

  rule('command/delete', 'a job that live jobs depend on is refused', async (bench) => {
    const parent = await bench.enqueueOne()
    const child = await bench.enqueueOne(after([parent]))
    const refused = (state: string) => [{ status: 'refused', state }]
    assertSame(await bench.storage.command([parent.id], DELETE), refused('queued'))
    const worker = await bench.worker()
    await worker.settle(completed(await worker.claimOne()))
    assertSame(await bench.storage.command([parent.id], DELETE), refused('completed'), 'queued')
    const job = await worker.claimOne()
    assertSame(await bench.storage.command([parent.id], DELETE), refused('completed'), 'running')
    await worker.settle(completed(job))
    const deleted = { status: 'done', state: 'deleted' }
    assertSame(await bench.storage.command([parent.id, child.id], DELETE), [deleted, deleted])
  }),

  rule('command/delete', 'a deleted dependent is nobody’s dependent any more', async (bench) => {
    const parent = await bench.enqueueOne()
    const child = await bench.enqueueOne(after([parent]))
    await bench.storage.command([child.id], DELETE)
    assertSame((await bench.trail(parent.id)).dependents, [])
    assertSame(await bench.storage.command([parent.id], DELETE), [
      { status: 'done', state: 'deleted' },
    ])
  }),
]
