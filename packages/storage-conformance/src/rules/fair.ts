import assert from 'node:assert/strict'
import type { NewJob } from '@nightshift/core'
import { FAIR_QUANTUM_MS } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { type Rule, rule } from '../rule.js'

const times = (count: number, given: Partial<NewJob>): readonly Partial<NewJob>[] =>
  Array.from({ length: count }, () => given)

/** The groups of the next jobs, claimed in one turn. */
async function order(bench: Bench, slots: number): Promise<string> {
  const claimed = await (await bench.worker()).claim(slots)
  return claimed.map(({ group }) => group ?? '-').join('')
}

export const fairRules: readonly Rule[] = [
  rule('claim/fair', 'groups take turns, however many jobs one of them has', async (bench) => {
    await bench.enqueue(...times(6, { group: 'a' }))
    bench.clock.advance(1)
    await bench.enqueue(...times(2, { group: 'b' }))
    assert.equal(await order(bench, 8), 'ababaaaa')
  }),

  rule('claim/fair', 'turn by turn as in one', async (bench) => {
    await bench.enqueue(...times(4, { group: 'a' }), ...times(2, {}), ...times(2, { group: 'b' }))
    let groups = ''
    for (let turns = 0; turns < 8; turns += 1) groups += await order(bench, 1)
    assert.equal(groups, 'a-ba-baa')
  }),

  rule('claim/fair', 'by their weights', async (bench) => {
    await bench.enqueue(...times(6, { group: 'a', weight: 2 }), ...times(4, { group: 'b' }))
    assert.equal(await order(bench, 8), 'abaabaab')
  }),

  rule('claim/fair', 'a lane steps back by a quantum, not behind everybody', async (bench) => {
    await bench.enqueue({ group: 'a' }, { group: 'a' }, { group: 'b' })
    assert.equal(await order(bench, 2), 'ab')
    bench.clock.advance(FAIR_QUANTUM_MS + 1)
    await bench.enqueue({ group: 'c' })
    assert.equal(await order(bench, 2), 'ac')
  }),

  rule('claim/fair', 'priority goes before fairness', async (bench) => {
    await bench.enqueue({ group: 'a' }, { group: 'b' }, { group: 'b' }, { group: 'a' })
    assert.equal(await order(bench, 1), 'a')
    await bench.enqueue({ group: 'a', headStartMs: 10 ** 13 })
    assert.equal(await order(bench, 4), 'abba')
  }),

  rule('claim/fair', 'a group that was alone owes nothing', async (bench) => {
    await bench.enqueue(...times(5, { group: 'a' }))
    assert.equal(await order(bench, 3), 'aaa')
    bench.clock.advance(1)
    await bench.enqueue({ group: 'b' })
    assert.equal(await order(bench, 3), 'aba')
  }),

  rule('claim/fair', 'a group without due jobs starts afresh', async (bench) => {
    await bench.enqueue({ group: 'a' }, ...times(3, { group: 'b' }))
    assert.equal(await order(bench, 1), 'a')
    bench.clock.advance(1)
    await bench.enqueue({ group: 'a' })
    assert.equal(await order(bench, 4), 'babb')
  }),

  rule(
    'claim/fair',
    'but a group whose only job takes another place owes what it owed',
    async (bench) => {
      const given = [{ group: 'a' }, { group: 'a' }, { group: 'b' }, { group: 'b' }]
      const [, second] = await bench.enqueue(...given)
      assert.equal(await order(bench, 1), 'a')
      const place = { type: 'reprioritise', priority: 2, headStartMs: 0 } as const
      await bench.storage.command([second?.id as string], place)
      assert.equal(await order(bench, 3), 'bab')
    },
  ),

  rule('claim/fair', 'other queues are not concerned', async (bench) => {
    await bench.enqueue(...times(3, { group: 'a' }), { group: 'b', queue: 'other' })
    assert.equal(await order(bench, 2), 'aa')
    await bench.enqueue({ group: 'b' })
    assert.equal(await order(bench, 2), 'ab')
  }),
]
