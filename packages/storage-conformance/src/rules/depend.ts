import assert from 'node:assert/strict'
import { type JobId, MAX_STEP_JOBS, type NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed, unique } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertIncludes, assertSame, idsOf } from '../same.js'

/** Dependencies on these jobs; a failure of theirs cancels unless told otherwise. */
export const after = (
  parents: readonly { readonly id: JobId }[],
  onFailure: 'cancel' | 'run' = 'cancel',
): Pick<NewJob, 'dependsOn'> => ({ dependsOn: parents.map(({ id }) => ({ id, onFailure })) })

const CANCEL = { type: 'cancel', reason: 'stop' } as const

async function states(bench: Bench, jobs: readonly { readonly id: JobId }[]) {
  return (await bench.storage.get(idsOf(jobs))).map(({ state }) => state)
}

export const dependRules: readonly Rule[] = [
  rule(
    'depend/unknown-refused',
    'only on stored jobs or earlier ones of the unit',
    async (bench) => {
      const [first, last] = [bench.job(), bench.job()]
      const early = bench.job(after([last]))
      assertSame(await bench.storage.enqueue([[first, early, last]]), [
        { status: 'unknown-dependency', id: early.id, dependency: last.id },
      ])
      assert.deepEqual(
        await bench.storage.get(idsOf([first, early, last])),
        [],
        'nothing is stored',
      )
      const selfish = bench.job()
      const itself = { ...selfish, ...after([selfish]) }
      const next = bench.job(after([first]))
      assertSame(await bench.storage.enqueue([[itself], [first], [next]]), [
        { status: 'unknown-dependency', id: selfish.id, dependency: selfish.id },
        { status: 'accepted', jobs: [{ status: 'stored', id: first.id }] },
        { status: 'accepted', jobs: [{ status: 'stored', id: next.id }] },
      ])
    },
  ),

  rule(
    'depend/blocks',
    'a job with an unfinished dependency is blocked and is not claimed',
    async (bench) => {
      const [one, two] = [bench.job(), bench.job()]
      const child = bench.job({ ...after([one, two]), headStartMs: 10 ** 13 })
      await bench.storage.enqueue([[one, two, child]])
      assertIncludes(await bench.read(child.id), { state: 'blocked', ...after([one, two]) })
      const worker = await bench.worker()
      const claimed = await worker.claim(9)
      const [first] = claimed
      assert.deepEqual(idsOf(claimed), idsOf([one, two]))
      assertSame((await bench.trail(one.id)).dependents, [child.id])
      assert.ok(first)
      await worker.settle(completed(first))
      assert.deepEqual(await worker.claim(9), [], 'one of two is not enough')
      assertSame(await bench.counts({ states: ['blocked'] }), [
        { queue: 'default', state: 'blocked', count: 1 },
      ])
    },
  ),

  rule(
    'depend/already-met',
    'a completed dependency does not block; a failed or cancelled one acts at once',
    async (bench) => {
      const worker = await bench.worker()
      const [done, broken, gone] = await bench.enqueue({}, {}, {})
      assert.ok(done && broken && gone)
      const jobs = await worker.claim(2)
      await worker.settle(...jobs.map((job) => (job.id === done.id ? completed(job) : failed(job))))
      await bench.storage.command([gone.id], CANCEL)
      const children = await bench.enqueue(
        after([done]),
        after([broken]),
        after([gone]),
        after([broken, gone, done], 'run'),
      )
      assert.deepEqual(await states(bench, children), [
        'queued',
        'cancelled',
        'cancelled',
        'queued',
      ])
      const [, second, third] = await bench.storage.get(idsOf(children))
      assertIncludes(second ?? {}, { cancelledBy: broken.id, endedAt: bench.clock.now() })
      assertIncludes(third ?? {}, { cancelledBy: gone.id, cancelReason: undefined })
      assert.equal((await worker.claim(9)).length, 2)
    },
  ),

  rule(
    'depend/already-met',
    'a job cancelled as it is stored cancels those of its unit that depend on it',
    async (bench) => {
      const gone = await bench.enqueueOne()
      await bench.storage.command([gone.id], CANCEL)
      const child = bench.job(after([gone]))
      const grandchild = bench.job(after([child]))
      await bench.storage.enqueue([[child, grandchild]])
      assertIncludes(await bench.read(grandchild.id), { state: 'cancelled', cancelledBy: child.id })
    },
  ),

  rule(
    'depend/duplicate-means-holder',
    'depending on a duplicate of the same unit is depending on its holder',
    async (bench) => {
      const holder = await bench.enqueueOne({ dedup: unique('k') })
      const twin = bench.job({ dedup: unique('k') })
      const child = bench.job(after([twin]))
      await bench.storage.enqueue([[twin, child]])
      assertIncludes(await bench.read(child.id), { state: 'blocked', ...after([holder]) })
      const worker = await bench.worker()
      await worker.settle(completed(await worker.claimOne()))
      assert.equal((await worker.claimOne()).id, child.id)
    },
  ),

  rule(
    'depend/releases',
    'when the last dependency completes, it is due at the later of its own due time and now',
    async (bench) => {
      const [one, two] = await bench.enqueue({}, {})
      assert.ok(one && two)
      const [soon, late] = await bench.enqueue(after([one, two]), {
        ...after([two]),
        delayMs: 5_000,
      })
      const worker = await bench.worker()
      const jobs = await worker.claim(9)
      bench.clock.advance(1_000)
      const { claimed } = await worker.turn({
        settle: jobs.map((job) => completed(job)),
        claim: [{ queue: 'default', slots: 9 }],
      })
      assert.deepEqual(idsOf(claimed), [soon?.id], 'the same turn may claim it')
      const now = bench.clock.now()
      assert.equal(claimed[0]?.dueAt, now)
      assertIncludes(await bench.read(late?.id as string), { state: 'queued', dueAt: now + 4_000 })
      bench.clock.advance(4_000)
      assert.equal((await worker.claimOne()).id, late?.id)
    },
  ),

  rule('depend/releases', 'its place counts from its release', async (bench) => {
    const parent = await bench.enqueueOne()
    const child = await bench.enqueueOne(after([parent]))
    bench.clock.advance(50)
    const between = await bench.enqueueOne()
    const worker = await bench.worker()
    const job = await worker.claimOne()
    bench.clock.advance(50)
    await worker.settle(completed(job))
    assert.deepEqual(idsOf(await worker.claim(9)), idsOf([between, child]))
  }),

  rule(
    'depend/cancels',
    'a failed or cancelled dependency cancels it, and what depends on it in turn',
    async (bench) => {
      for (const how of ['fails', 'is cancelled'] as const) {
        const parent = await bench.enqueueOne({ queue: how })
        const child = await bench.enqueueOne(after([parent]))
        const [grandchild, other] = await bench.enqueue(after([child]), after([child], 'run'))
        assert.ok(grandchild && other)
        const worker = await bench.worker()
        if (how === 'fails') await worker.settle(failed(await worker.claimOne(how)))
        else await bench.storage.command([parent.id], CANCEL)
        const endedAt = bench.clock.now()
        const gone = { state: 'cancelled', endedAt } as const
        assertIncludes(await bench.read(child.id), { ...gone, cancelledBy: parent.id }, how)
        assertIncludes(await bench.read(grandchild.id), { ...gone, cancelledBy: child.id }, how)
        assert.equal((await worker.claimOne()).id, other.id, 'but not those that run anyway')
      }
    },
  ),

  rule('depend/cancels', 'whatever else ends in the same turn', async (bench) => {
    const parents = await bench.enqueue({}, {}, {})
    const child = await bench.enqueueOne(after(parents))
    const worker = await bench.worker()
    const [first, second, third] = await worker.claim(3)
    assert.ok(first && second && third)
    await worker.settle(completed(first), failed(second), completed(third))
    assertIncludes(await bench.read(child.id), { state: 'cancelled', cancelledBy: second.id })
    assert.deepEqual(await worker.claim(9), [])
  }),

  rule('depend/runs-anyway', 'with run, a failed dependency counts as met', async (bench) => {
    const [broken, gone, good] = await bench.enqueue({}, { delayMs: 60_000 }, {})
    assert.ok(broken && gone && good)
    const child = await bench.enqueueOne({
      dependsOn: [
        { id: broken.id, onFailure: 'run' },
        { id: gone.id, onFailure: 'run' },
        { id: good.id, onFailure: 'cancel' },
      ],
    })
    const worker = await bench.worker()
    const [first, second] = await worker.claim(2)
    assert.ok(first && second)
    await worker.settle(failed(first))
    await bench.storage.command([gone.id], CANCEL)
    assert.equal((await bench.read(child.id)).state, 'blocked')
    await worker.settle(completed(second))
    assert.equal((await worker.claimOne()).id, child.id)
  }),

  rule(
    'depend/bounded',
    'many dependents follow so many a turn, and none is forgotten',
    async (bench) => {
      for (const end of [completed, failed] as const) {
        const queue = end.name
        const parent = await bench.enqueueOne({ queue })
        const given = after([parent])
        const count = 2 * MAX_STEP_JOBS + 100
        for (let left = count; left > 0; left -= 550) {
          await bench.enqueue(...Array.from({ length: 550 }, () => ({ ...given, queue })))
        }
        const worker = await bench.worker()
        let reply = await worker.turn({ settle: [end(await worker.claimOne(queue))] })
        const blocked = async () =>
          (await bench.counts({ queue, states: ['blocked'] })).reduce(
            (sum, one) => sum + one.count,
            0,
          )
        assert.ok((await blocked()) >= count - MAX_STEP_JOBS, 'not all at once')
        const helper = await bench.worker()
        for (let turns = 1; reply.more; turns += 1) {
          assert.ok(turns < 50, 'there is an end to it')
          const before = await blocked()
          reply = await helper.turn()
          assert.ok(before - (await blocked()) <= MAX_STEP_JOBS, 'no turn does more than its share')
        }
        assert.equal(await blocked(), 0)
      }
    },
  ),
]
