import assert from 'node:assert/strict'
import type { ClaimedJob } from '@nightshift/core'
import { completed, EMPTY_TRAIL, failed, interrupted } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame } from '../same.js'

const SETTLED = { status: 'settled', state: 'completed' } as const
const LEASE_LOST = { status: 'lease-lost' } as const

export const fenceRules: readonly Rule[] = [
  rule(
    'settle/fenced',
    'another session cannot settle, not even with the right token',
    async (bench) => {
      const { id } = await bench.enqueueOne()
      const [holder, stranger] = [await bench.worker(), await bench.worker()]
      const job = await holder.claimOne()
      const before = await bench.read(id)
      assertSame(await stranger.settle(completed(job, '"stolen"', { progress: '1' })), [LEASE_LOST])
      assertSame(await bench.read(id), before)
      assertSame(await bench.trail(id), EMPTY_TRAIL)
      assertSame(await holder.settle(completed(job)), [SETTLED], 'the holder still can')
    },
  ),

  rule('settle/fenced', 'the token of an earlier claim is worth nothing', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const stale = await worker.claimOne()
    await worker.settle(interrupted(stale))
    assertSame(await worker.settle(completed(stale)), [LEASE_LOST], 'while nobody holds it')
    const fresh = await worker.claimOne()
    const before = await bench.read(id)
    assertSame(await worker.settle(failed(stale)), [LEASE_LOST], 'while it is held again')
    assertSame(await bench.read(id), before)
    assertSame(await worker.settle(completed(fresh)), [SETTLED])
    assertSame(await worker.settle(failed(fresh)), [LEASE_LOST], 'after its end')
    assert.equal((await bench.read(id)).state, 'completed')
  }),

  rule('settle/independent', 'one lost lease does not stop the others', async (bench) => {
    await bench.enqueue({}, {}, {})
    const [worker, other] = [await bench.worker(), await bench.worker()]
    const foreign = await other.claimOne()
    const [first, last] = (await worker.claim(2)) as [ClaimedJob, ClaimedJob]
    const unknown = { ...first, id: `7${first.id.slice(1)}` }
    assertSame(
      await worker.settle(
        completed(first),
        completed(foreign),
        completed(unknown),
        completed(last),
      ),
      [SETTLED, LEASE_LOST, LEASE_LOST, SETTLED],
    )
    assert.equal((await bench.read(last.id)).state, 'completed')
    assert.equal((await bench.read(foreign.id)).state, 'running')
  }),

  rule(
    'settle/independent',
    'one job settled twice in a turn is settled by the first',
    async (bench) => {
      await bench.enqueueOne()
      const worker = await bench.worker()
      const job = await worker.claimOne()
      assertSame(await worker.settle(completed(job), failed(job)), [SETTLED, LEASE_LOST])
      assert.equal((await bench.read(job.id)).state, 'completed')
    },
  ),
]
