import { expect } from 'vitest'
import { type Bench, completed, failed, idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const CANCEL = { type: 'cancel', reason: 'no' } as const
const RETRY = { type: 'retry', headStartMs: 0 } as const

const after = (id: string, onFailure: 'cancel' | 'run' = 'cancel') => ({
  dependsOn: [{ id, onFailure }],
})

async function parentAndChild(bench: Bench, onFailure: 'cancel' | 'run' = 'cancel') {
  const parent = await bench.enqueueOne()
  const child = await bench.enqueueOne(after(parent.id, onFailure))
  return { parent, child }
}

export function dependencyRules(rule: Rule): void {
  rule(
    'depend/unknown-refused',
    'only on stored jobs or earlier ones of the unit',
    async (bench) => {
      const [first, second] = [bench.job(), bench.job()]
      const late = { ...first, ...after(second.id) }
      expect(
        await bench.storage.enqueue([[late, second], [{ ...second, ...after(first.id) }]]),
      ).toEqual([
        { status: 'unknown-dependency', id: first.id, dependency: second.id },
        { status: 'unknown-dependency', id: second.id, dependency: first.id },
      ])
      expect((await bench.storage.list({ limit: 9 })).jobs).toEqual([])
      const [reply] = await bench.storage.enqueue([[second, late]])
      expect(reply?.status).toBe('accepted')
    },
  )

  rule(
    'depend/blocks',
    'an unfinished dependency keeps a job from being claimed',
    async (bench) => {
      const { parent, child } = await parentAndChild(bench)
      expect(await bench.read(child.id)).toMatchObject({
        state: 'blocked',
        dependsOn: after(parent.id).dependsOn,
      })
      const worker = await bench.worker()
      expect(idsOf(await worker.claim(9))).toEqual([parent.id])
      expect((await bench.storage.count({ states: ['blocked'] })).counts).toEqual([
        { queue: 'default', state: 'blocked', count: 1 },
      ])
      expect((await bench.storage.trail(parent.id))?.dependents).toEqual([child.id])
    },
  )

  rule('depend/releases', 'due at the later of its own due time and now', async (bench) => {
    const parent = await bench.enqueueOne()
    const soon = await bench.enqueueOne(after(parent.id))
    const later = await bench.enqueueOne({ ...after(parent.id), delayMs: 5_000 })
    bench.clock.advance(1_000)
    const worker = await bench.worker()
    const [held] = await worker.claim(1)
    if (held) await worker.settle(completed(held))
    expect(await bench.read(soon.id)).toMatchObject({ state: 'queued', dueAt: bench.clock.now() })
    expect(idsOf(await worker.claim(9))).toEqual([soon.id])
    bench.clock.advance(3_999)
    expect(await worker.claim(9)).toEqual([])
    bench.clock.advance(1)
    expect(idsOf(await worker.claim(9))).toEqual([later.id])
  })

  rule('depend/releases', 'only when the last of several completes', async (bench) => {
    const [one, two] = await bench.enqueue({}, {})
    const dependsOn = [one, two].map((job) => ({
      id: job?.id as string,
      onFailure: 'cancel' as const,
    }))
    const child = await bench.enqueueOne({ dependsOn })
    const worker = await bench.worker()
    const [first, second] = await worker.claim(2)
    if (first) await worker.settle(completed(first))
    expect((await bench.read(child.id)).state).toBe('blocked')
    if (second) await worker.settle(completed(second))
    expect((await bench.read(child.id)).state).toBe('queued')
  })

  rule(
    'depend/already-met',
    'a completed one does not block, a failed one acts at once',
    async (bench) => {
      const [good, bad] = await bench.enqueue({}, {})
      const worker = await bench.worker()
      const [first, second] = await worker.claim(2)
      if (first && second) await worker.settle(completed(first), failed(second))
      const met = await bench.enqueueOne(after(good?.id as string))
      const unmet = await bench.enqueueOne(after(bad?.id as string))
      const anyway = await bench.enqueueOne(after(bad?.id as string, 'run'))
      const states = (await bench.storage.get([met.id, unmet.id, anyway.id])).map(
        ({ state }) => state,
      )
      expect(states).toEqual(['queued', 'cancelled', 'queued'])
      expect((await bench.read(unmet.id)).cancelledBy).toBe(bad?.id)
    },
  )

  rule(
    'depend/duplicate-means-holder',
    'depending on a duplicate is depending on its holder',
    async (bench) => {
      const dedup = { key: 'k', mode: 'unique' } as const
      const holder = await bench.enqueueOne({ dedup })
      const duplicate = bench.job({ dedup })
      const child = bench.job(after(duplicate.id))
      await bench.storage.enqueue([[duplicate, child]])
      expect(await bench.read(child.id)).toMatchObject({
        state: 'blocked',
        dependsOn: after(holder.id).dependsOn,
      })
      const worker = await bench.worker()
      const [held] = await worker.claim(9)
      if (held) await worker.settle(completed(held))
      expect((await bench.read(child.id)).state).toBe('queued')
    },
  )

  rule('depend/cancels', 'in turn, naming the cause', async (bench) => {
    const { parent, child } = await parentAndChild(bench)
    const grandchild = await bench.enqueueOne(after(child.id))
    const worker = await bench.worker()
    const [held] = await worker.claim(9)
    if (held) await worker.settle(failed(held))
    expect(await bench.read(child.id)).toMatchObject({ state: 'cancelled', cancelledBy: parent.id })
    expect(await bench.read(grandchild.id)).toMatchObject({
      state: 'cancelled',
      cancelledBy: child.id,
    })
  })

  rule(
    'depend/runs-anyway',
    'with onFailure run, a failed or cancelled one counts as met',
    async (bench) => {
      const { parent, child } = await parentAndChild(bench, 'run')
      await bench.storage.command([parent.id], CANCEL)
      expect((await bench.read(child.id)).state).toBe('queued')
    },
  )

  rule(
    'depend/bounded',
    'any number is worked off in steps, and none is forgotten',
    async (bench) => {
      const parent = await bench.enqueueOne()
      const children = Array.from({ length: 1_700 }, () => bench.job(after(parent.id)))
      await bench.storage.enqueue([children.slice(0, 900), children.slice(900)])
      const worker = await bench.worker()
      const [held] = await worker.claim(1)
      const first = held && (await worker.turn({ settle: [completed(held)] }))
      expect(first?.more).toBe(true)
      const inState = async (state: 'queued' | 'blocked') =>
        (await bench.storage.count({ states: [state] })).counts[0]?.count ?? 0
      expect(await inState('queued')).toBe(500)
      let turns = 1
      for (let more = true; more; turns += 1) more = (await worker.turn()).more
      expect(turns).toBeGreaterThan(3)
      expect([await inState('queued'), await inState('blocked')]).toEqual([1_700, 0])
    },
  )

  rule(
    'command/retry-revives',
    'dependents that its end cancelled are blocked again',
    async (bench) => {
      const { parent, child } = await parentAndChild(bench)
      const grandchild = await bench.enqueueOne(after(child.id))
      await bench.storage.command([parent.id], CANCEL)
      expect((await bench.read(grandchild.id)).state).toBe('cancelled')
      await bench.storage.command([parent.id], RETRY)
      for (const { id } of [child, grandchild]) {
        const { state, cancelledBy, endedAt } = await bench.read(id)
        expect({ state, cancelledBy, endedAt }).toEqual({ state: 'blocked' })
      }
      const worker = await bench.worker()
      for (const id of [parent.id, child.id, grandchild.id]) {
        const [held] = await worker.claim(9)
        expect(held?.id).toBe(id)
        if (held) await worker.settle(completed(held))
      }
    },
  )

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

  rule('command/delete', 'refused while live jobs wait for it', async (bench) => {
    const { parent, child } = await parentAndChild(bench)
    const refused = [{ status: 'refused', state: 'queued' }]
    expect(await bench.storage.command([parent.id], { type: 'delete' })).toEqual(refused)
    const gone = [{ status: 'done', state: 'deleted' }]
    expect(await bench.storage.command([child.id], { type: 'delete' })).toEqual(gone)
    expect(await bench.storage.command([parent.id], { type: 'delete' })).toEqual(gone)
    expect((await bench.storage.count({})).counts).toEqual([])
  })

  rule('command/cancel-waiting', 'a blocked job too', async (bench) => {
    const { parent, child } = await parentAndChild(bench)
    await bench.storage.command([child.id], CANCEL)
    expect(await bench.read(child.id)).toMatchObject({ state: 'cancelled', cancelReason: 'no' })
    const worker = await bench.worker()
    const [held] = await worker.claim(9)
    expect(held?.id).toBe(parent.id)
    if (held) await worker.settle(completed(held))
    expect(await worker.claim(9)).toEqual([])
  })
}
