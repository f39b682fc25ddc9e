import assert from 'node:assert/strict'
import type { JobFilter, JobId, JobRecord, NewJob } from '@nightshift/core'
import type { Bench } from '../bench.js'
import { completed, failed } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame, idsOf } from '../same.js'
import { START } from '../virtual-clock.js'

const labels = (round: number, queue: string): Partial<NewJob> => ({
  input: JSON.stringify({ title: `Straße 100% ${round}_${queue}` }),
  ...(round % 2 === 0 && { tenant: 'acme', tags: ['red', 'blue'] }),
  ...(round % 2 === 1 && { tags: ['blue'], batch: `batch-${round}` }),
  ...(queue === 'a' && { group: 'g' }),
})

/** Jobs of two queues, two names and all states; in order of age. */
async function variedJobs(bench: Bench): Promise<readonly JobRecord[]> {
  const ids: JobId[] = []
  const worker = await bench.worker()
  for (let round = 0; round < 4; round += 1) {
    for (const queue of ['a', 'b']) {
      for (const name of ['import', 'mail']) {
        const { id } = await bench.enqueueOne({ queue, name, ...labels(round, queue) })
        ids.push(id)
        bench.clock.advance(1_000)
        if (round === 0) await worker.settle(completed(await worker.claimOne(queue), '"Done"'))
        if (round === 1) await worker.settle(failed(await worker.claimOne(queue)))
        if (round === 2) await bench.storage.command([id], { type: 'cancel', reason: '' })
      }
    }
  }
  await worker.claimOne('a')
  return bench.storage.get(ids)
}

const FILTERS: readonly JobFilter[] = [
  {},
  { states: ['queued'] },
  { states: ['running'] },
  { states: ['completed', 'cancelled'] },
  { states: ['queued', 'running', 'completed', 'failed', 'cancelled'] },
  { queue: 'a' },
  { name: 'mail' },
  { queue: 'b', name: 'import' },
  { queue: 'a', states: ['failed', 'running'] },
  { name: 'import', states: ['cancelled'] },
  { queue: 'b', name: 'mail', states: ['completed', 'queued'] },
  { states: [] },
  { tenant: 'acme' },
  { tenant: 'other' },
  { group: 'g', name: 'mail' },
  { tag: 'red' },
  { tag: 'blue', queue: 'b' },
  { tag: 'bl' },
  { batch: 'batch-1', states: ['failed'] },
  { batch: 'batch-3' },
  { from: START + 3_000 },
  { to: START + 3_000 },
  { from: START + 2_000, to: START + 9_000, queue: 'a' },
  { text: 'IMPORT' },
  { text: '100% 2_B' },
  { text: '100%_2' },
  { text: 'done', name: 'mail' },
  { text: 'broken' },
  { text: '.*' },
  { tenant: 'acme', group: 'g', tag: 'red', name: 'mail', text: 'title', states: ['cancelled'] },
  { queue: 'nowhere' },
  { name: 'nothing' },
]

const asked = <T>(wanted: T | undefined, test: (wanted: T) => boolean): boolean =>
  wanted === undefined || test(wanted)

const fits = (job: JobRecord, filter: JobFilter): boolean =>
  (['queue', 'name', 'tenant', 'group', 'batch'] as const).every((field) =>
    asked(filter[field], (wanted) => job[field] === wanted),
  ) &&
  asked(filter.states, (states) => states.includes(job.state)) &&
  asked(filter.tag, (tag) => job.tags?.includes(tag) ?? false) &&
  asked(filter.from, (from) => job.enqueuedAt >= from) &&
  asked(filter.to, (to) => job.enqueuedAt < to) &&
  asked(filter.text, (text) => {
    const parts = [job.name, job.input, job.result, job.failure]
    return parts.some((part) => part?.toLowerCase().includes(text.toLowerCase()))
  })

async function pages(bench: Bench, limit: number, filter: JobFilter = {}): Promise<JobRecord[]> {
  const jobs: JobRecord[] = []
  let cursor: string | undefined
  for (let calls = 0; calls < 200; calls += 1) {
    const request = { ...filter, limit, ...(cursor !== undefined && { cursor }) }
    const page = await bench.storage.list(request)
    assert.ok(page.jobs.length <= limit, `a page of at most ${limit}`)
    jobs.push(...page.jobs)
    if (page.cursor === undefined) return jobs
    cursor = page.cursor
  }
  return assert.fail('the cursor never came to an end')
}

export const readRules: readonly Rule[] = [
  rule(
    'get/in-order',
    'known jobs in the order of the ids; unknown ones are left out',
    async (bench) => {
      const [a, b, c] = idsOf(await bench.enqueue({}, {}, {})) as [JobId, JobId, JobId]
      const unknown = bench.job().id
      assert.deepEqual(idsOf(await bench.storage.get([c, unknown, a, b])), [c, a, b])
      assert.deepEqual(await bench.storage.get([]), [])
      assert.deepEqual(await bench.storage.get([unknown]), [])
    },
  ),

  rule('list/newest-first', 'by id, newest first', async (bench) => {
    const jobs = Array.from({ length: 7 }, () => bench.job())
    for (const index of [3, 0, 6, 1, 5, 2, 4]) {
      const job = jobs[index]
      if (job) await bench.storage.enqueue([[job]])
      bench.clock.advance(1)
    }
    const newest = [...idsOf(jobs)].reverse()
    assert.deepEqual(idsOf((await bench.storage.list({ limit: 10 })).jobs), newest)
    assert.deepEqual(idsOf((await bench.storage.list({ limit: 3 })).jobs), newest.slice(0, 3))
  }),

  rule('list/newest-first', 'a listed job is the job that get gives', async (bench) => {
    const jobs = await variedJobs(bench)
    assertSame((await bench.storage.list({ limit: 100 })).jobs, [...jobs].reverse())
  }),

  rule('list/filters', 'every filter, alone and together', async (bench) => {
    const jobs = await variedJobs(bench)
    for (const filter of FILTERS) {
      const expected = [...jobs].reverse().filter((job) => fits(job, filter))
      assert.deepEqual(
        idsOf(await pages(bench, 100, filter)),
        idsOf(expected),
        JSON.stringify(filter),
      )
    }
  }),

  rule('list/pages', 'following the cursor gives every job once', async (bench) => {
    const all = [...(await variedJobs(bench))].reverse()
    for (const limit of [1, 2, 3, 8, 16, 17]) {
      assert.deepEqual(idsOf(await pages(bench, limit)), idsOf(all), `by ${limit}`)
    }
    for (const filter of FILTERS) {
      const expected = all.filter((job) => fits(job, filter))
      const paged = await pages(bench, 2, filter)
      assert.deepEqual(idsOf(paged), idsOf(expected), JSON.stringify(filter))
    }
  }),

  rule('list/pages', 'an empty store has one empty page', async (bench) => {
    assertSame(await bench.storage.list({ limit: 5 }), { jobs: [], complete: true })
  }),

  rule('count/exact', 'per queue and state, equal to what list finds', async (bench) => {
    const jobs = await variedJobs(bench)
    for (const filter of FILTERS) {
      const expected = new Map<string, number>()
      for (const { queue, state } of jobs.filter((job) => fits(job, filter))) {
        const key = `${queue} ${state}`
        expected.set(key, (expected.get(key) ?? 0) + 1)
      }
      const counted = (await bench.counts(filter)).map(
        ({ queue, state, count }) => [`${queue} ${state}`, count] as const,
      )
      assert.deepEqual([...counted].sort(), [...expected].sort(), JSON.stringify(filter))
    }
  }),
]
