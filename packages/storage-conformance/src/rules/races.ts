import assert from 'node:assert/strict'
import type { CommandAnswer, Storage, UnitReply } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, lost, retried, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame, idsOf } from '../same.js'
import type { Worker } from '../worker.js'

const connections = (bench: Bench, count: number): Promise<readonly Storage[]> =>
  Promise.all(Array.from({ length: count }, () => bench.connect()))

async function workersOnOwnConnections(bench: Bench, count: number): Promise<readonly Worker[]> {
  const storages = await connections(bench, count)
  return Promise.all(storages.map((storage) => bench.worker({ storage })))
}

/** Claims and completes until the queue is empty; says which jobs it had. */
async function workOff(worker: Worker): Promise<readonly string[]> {
  const done: string[] = []
  for (let turns = 0; turns < 200; turns += 1) {
    const jobs = await worker.claim(7)
    if (jobs.length === 0) return done
    done.push(...idsOf(jobs))
    const answers = await worker.settle(...jobs.map((job) => completed(job)))
    assert.ok(answers.every(({ status }) => status === 'settled'))
  }
  return assert.fail('the queue never became empty')
}

const accepted = (reply: UnitReply | undefined) =>
  reply?.status === 'accepted' ? reply.jobs[0] : undefined

export const races: readonly Rule[] = [
  rule('claim/once', '8 claimers on connections of their own share 500 jobs', async (bench) => {
    const jobs = Array.from({ length: 500 }, () => bench.job())
    await bench.storage.enqueue([jobs])
    const workers = await workersOnOwnConnections(bench, 8)
    const shares = await Promise.all(workers.map(workOff))
    assert.deepEqual(shares.flat().sort(), idsOf(jobs), 'every job once, none twice')
    assertSame(await bench.counts(), [{ queue: 'default', state: 'completed', count: 500 }])
  }),

  rule('claim/once', 'one job and 8 claimers: one gets it', async (bench) => {
    const workers = await workersOnOwnConnections(bench, 8)
    for (let round = 0; round < 10; round += 1) {
      await bench.enqueueOne()
      const claims = await Promise.all(workers.map((worker) => worker.claim(1)))
      assert.equal(claims.flat().length, 1)
    }
  }),

  rule('dedup/returns-holder', 'of 8 racing enqueues of a key, one is stored', async (bench) => {
    const storages = await connections(bench, 8)
    for (let round = 0; round < 10; round += 1) {
      const dedup = unique(`round ${round}`)
      const replies = await Promise.all(
        storages.map((storage) => storage.enqueue([[bench.job({ dedup })]])),
      )
      const answers = replies.map(([reply]) => accepted(reply))
      const stored = answers.filter((answer) => answer?.status === 'stored')
      assert.equal(stored.length, 1)
      assert.ok(
        answers.every((answer) => answer?.id === stored[0]?.id),
        'all name the holder',
      )
    }
  }),

  rule(
    'enqueue/repeat-is-harmless',
    'of 8 racing inserts of one id, one is stored',
    async (bench) => {
      const storages = await connections(bench, 8)
      const job = bench.job()
      const replies = await Promise.all(storages.map((storage) => storage.enqueue([[job]])))
      const statuses = replies.map(([reply]) => accepted(reply)?.status)
      assert.deepEqual(statuses.sort(), [...Array(7).fill('repeated'), 'stored'])
    },
  ),

  rule(
    'settle/fenced',
    'the old holder and the new one: only the new one is heard',
    async (bench) => {
      const [old, fresh] = (await workersOnOwnConnections(bench, 2)) as [Worker, Worker]
      for (let round = 0; round < 10; round += 1) {
        const { id } = await bench.enqueueOne()
        const stale = await old.claimOne()
        await old.settle(retried(stale, 0))
        const current = await fresh.claimOne()
        const [late, right] = await Promise.all([
          old.settle(failed(stale)),
          fresh.settle(completed(current)),
        ])
        assertSame([late[0]?.status, right[0]?.status], ['lease-lost', 'settled'])
        assert.equal((await bench.read(id)).state, 'completed')
      }
    },
  ),

  rule(
    'settle/cancel-beats-retry',
    'a cancel racing a retry wins, whoever comes first',
    async (bench) => {
      const [worker] = (await workersOnOwnConnections(bench, 1)) as [Worker]
      const other = await bench.connect()
      for (let round = 0; round < 20; round += 1) {
        const { id } = await bench.enqueueOne()
        const job = await worker.claimOne()
        const cancel = () => other.command([id], { type: 'cancel', reason: 'stop' })
        const settle = () => worker.settle(retried(job, 1_000))
        const both = round % 2 ? [cancel(), settle()] : [settle(), cancel()]
        await Promise.all<readonly CommandAnswer[] | readonly object[]>(both)
        assert.equal((await bench.read(id)).state, 'cancelled')
      }
    },
  ),

  rule('command/cancel-final', 'a cancel racing success: answer and state agree', async (bench) => {
    const [worker] = (await workersOnOwnConnections(bench, 1)) as [Worker]
    const other = await bench.connect()
    for (let round = 0; round < 10; round += 1) {
      const { id } = await bench.enqueueOne()
      const job = await worker.claimOne()
      const [, [answer]] = await Promise.all([
        worker.settle(completed(job)),
        other.command([id], { type: 'cancel', reason: 'stop' }),
      ])
      assert.ok(answer?.status === 'requested' || answer?.status === 'refused')
      assert.equal((await bench.read(id)).state, 'completed')
    }
  }),

  rule('turn/repeat', 'one turn sent twice at once gives one answer', async (bench) => {
    const worker = await bench.worker()
    const [one, two] = (await connections(bench, 2)) as [Storage, Storage]
    for (let turn = 1; turn <= 10; turn += 1) {
      await bench.enqueue({}, {})
      const request = {
        session: worker.session,
        turn,
        settle: [],
        report: [],
        claim: [{ queue: 'default', slots: 1 }],
        recover: 0,
      }
      const [first, second] = await Promise.all([one.turn(request), two.turn(request)])
      assert.equal(first.status, 'done')
      assertSame(first, second)
    }
    assertSame(await bench.counts({ states: ['running'] }), [
      { queue: 'default', state: 'running', count: 10 },
    ])
  }),

  rule('recover/expired', 'of 4 racing takers, each job goes to one', async (bench) => {
    const jobs = Array.from({ length: 60 }, () => bench.job())
    await bench.storage.enqueue([jobs])
    const dead = await bench.worker({ leaseMs: 1_000 })
    await dead.claim(60)
    await bench.pass(1_001)
    const takers = await workersOnOwnConnections(bench, 4)
    const shares = await Promise.all(takers.map((taker) => taker.recover(25)))
    assert.equal(new Set(idsOf(shares.flat())).size, shares.flat().length, 'none twice')
    const rest = await (takers[0] as Worker).recover()
    assert.deepEqual([...idsOf([...shares.flat(), ...rest])].sort(), idsOf(jobs), 'none left')
    const [taker, share] = [takers[1] as Worker, shares[1] ?? []]
    assert.ok((await taker.settle(...share.map(lost))).every(({ status }) => status === 'settled'))
  }),
]
