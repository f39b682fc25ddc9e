import { expect } from 'vitest'
import type { JobFilter, JobRecord } from '../../src/contract.js'
import { type Bench, completed, ended, failed, idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const RETRY = { type: 'retry', headStartMs: 0 } as const

async function run(bench: Bench, count: number, queue = 'default'): Promise<readonly string[]> {
  const jobs = await bench.enqueue(...Array.from({ length: count }, () => ({ queue })))
  const worker = await bench.worker()
  await worker.settle(...(await worker.claim(count, queue)).map(completed))
  return idsOf(jobs)
}

const purged = (olderThanMs: number, keep: number, limit = 100) => ({
  state: 'completed' as const,
  ...{ olderThanMs, keep, limit },
})

export function keepingRules(rule: Rule): void {
  rule('purge/age-and-keep', 'only what is old enough and not among the newest', async (bench) => {
    const old = await run(bench, 5)
    bench.clock.advance(100_000)
    const young = await run(bench, 3)
    bench.clock.advance(70_000)
    expect(await bench.storage.purge(purged(120_000, 4))).toBe(4)
    const left = idsOf((await bench.storage.list({ limit: 99 })).jobs)
    expect(left).toEqual([...young].reverse().concat(old[4] as string))
    expect(await bench.storage.purge(purged(120_000, 4))).toBe(0)
    expect(await bench.storage.trail(old[0] as string)).toBeUndefined()
    expect(await bench.storage.purge({ ...purged(0, 0), name: 'other' })).toBe(0)
    expect(await bench.storage.purge({ ...purged(0, 0), name: 'send' })).toBe(4)
    expect((await bench.storage.count({})).counts).toEqual([])
  })

  rule(
    'purge/spares-fresh',
    'never one that ended within the shortest retention',
    async (bench) => {
      await run(bench, 2)
      bench.clock.advance(60_000)
      expect(await bench.storage.purge(purged(0, 0))).toBe(0)
      bench.clock.advance(1)
      expect(await bench.storage.purge(purged(0, 0))).toBe(2)
    },
  )

  rule('purge/spares-parents', 'never a job that live jobs wait for', async (bench) => {
    const [parent] = await bench.enqueue({}, {})
    const children = Array.from({ length: 900 }, () =>
      bench.job({
        dependsOn: [{ id: parent?.id as string, onFailure: 'run' }],
        delayMs: 9_000_000,
      }),
    )
    await bench.storage.enqueue([children])
    const worker = await bench.worker()
    await worker.settle(...(await worker.claim(2)).map(completed))
    bench.clock.advance(100_000)
    expect(await bench.storage.purge(purged(0, 0))).toBe(1)
    while ((await worker.turn()).more);
    expect(await bench.storage.purge(purged(0, 0))).toBe(1)
  })

  rule('purge/bounded', 'at most as many as asked for, oldest first', async (bench) => {
    const ids = await run(bench, 30)
    bench.clock.advance(100_000)
    expect(await bench.storage.purge(purged(0, 0, 7))).toBe(7)
    expect(idsOf(await bench.storage.get(ids))).toEqual(ids.slice(7))
  })

  rule('purge/age-and-keep', 'a job that was retried counts from its new end', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker('w', 9_000_000)
    const [held] = await worker.claim(1)
    if (held) await worker.settle(failed(held))
    bench.clock.advance(100_000)
    await bench.storage.command([id], RETRY)
    const [again] = await worker.claim(1)
    if (again) await worker.settle(failed(again))
    const request = { state: 'failed' as const, olderThanMs: 0, keep: 0, limit: 9 }
    bench.clock.advance(30_000)
    expect(await bench.storage.purge(request)).toBe(0)
    bench.clock.advance(60_000)
    expect(await bench.storage.purge(request)).toBe(1)
  })

  rule(
    'history/counts',
    'one row a day, queue, name and outcome, outliving the jobs',
    async (bench) => {
      const worker = await bench.worker('w', 9_000_000)
      const jobs = await bench.enqueue({}, {}, { name: 'other' })
      const [a, b, c] = await worker.claim(3)
      if (!a || !b || !c) return
      await worker.settle(completed(a))
      bench.clock.advance(30)
      await worker.settle(ended(b, 'failed', { state: 'queued', attempt: 1, headStartMs: 0 }, '1'))
      const [again] = await worker.claim(1)
      bench.clock.advance(5_000)
      if (again) await worker.settle(completed(again), failed(c))
      const rows = await bench.storage.history({ fromDay: '2026-11-25', toDay: '2026-11-25' })
      const row = (name: string, outcome: string) =>
        rows.find((one) => one.name === name && one.outcome === outcome)
      expect(row('send', 'succeeded')).toMatchObject({ count: 2, runMs: 5_000, queue: 'default' })
      expect(row('send', 'succeeded')?.runBuckets).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
      expect(row('send', 'failed')).toMatchObject({ count: 1, runMs: 30 })
      expect(row('other', 'failed')).toMatchObject({ count: 1, day: '2026-11-25' })
      expect(rows.length).toBe(3)
      await bench.storage.command(idsOf(jobs), { type: 'delete' })
      expect(await bench.storage.history({ fromDay: '2026-11-25', toDay: '2026-11-25' })).toEqual(
        rows,
      )
      expect(await bench.storage.history({ fromDay: '2026-11-26', toDay: '2026-12-25' })).toEqual(
        [],
      )
    },
  )

  rule('list/filters', 'every filter, alone and together', async (bench) => {
    const jobs = await variedJobs(bench)
    const filters: readonly JobFilter[] = [
      ...[
        {},
        { tenant: 't1' },
        { group: 'g0' },
        { tag: 'tag2' },
        { batch: 'b1' },
        { text: 'NEEDLE' },
      ],
      ...[{ from: jobs[9]?.enqueuedAt as number }, { to: jobs[9]?.enqueuedAt as number }],
      ...[
        { states: ['completed' as const], tenant: 't0' },
        { queue: 'q1', tag: 'tag1', batch: 'b0' },
      ],
      ...[
        { states: ['queued' as const, 'failed' as const] },
        { name: 'n1', states: ['running' as const] },
      ],
    ]
    for (const filter of filters) {
      const fitting = jobs.filter((job) => fits(job, filter)).reverse()
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await bench.storage.list({ ...filter, limit: 4, ...(cursor && { cursor }) })
        found.push(...idsOf(page.jobs))
        cursor = page.cursor
      } while (cursor !== undefined)
      expect([filter, found]).toEqual([filter, idsOf(fitting)])
      const { counts, complete } = await bench.storage.count(filter)
      expect(complete).toBe(true)
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(fitting.length)
    }
  })

  rule('list/pages', 'a scan that finds nothing ends, and its cursor goes on', async (bench) => {
    const first = bench.job({ tenant: 't' })
    const units = Array.from({ length: 3 }, () => Array.from({ length: 900 }, () => bench.job()))
    await bench.storage.enqueue([[first], ...units])
    const page = await bench.storage.list({ tenant: 't', limit: 5 })
    expect([page.jobs, page.complete]).toEqual([[], false])
    const next = await bench.storage.list({ tenant: 't', limit: 5, cursor: page.cursor as string })
    expect([idsOf(next.jobs), next.complete, next.cursor]).toEqual([[first.id], true, undefined])
    const all = await bench.storage.list({ limit: 3_000, queue: 'default' })
    expect([all.jobs.length, all.complete]).toEqual([2_000, false])
    expect((await bench.storage.count({ tenant: 't' })).complete).toBe(false)
  })
}

async function variedJobs(bench: Bench): Promise<readonly JobRecord[]> {
  const worker = await bench.worker('w', 9_000_000)
  const ids: string[] = []
  for (let index = 0; index < 24; index += 1) {
    const { id } = await bench.enqueueOne({
      ...{
        queue: `q${index % 2}`,
        name: `n${index % 3}`,
        tenant: `t${index % 2}`,
        batch: `b${index % 4}`,
      },
      ...{ tags: [`tag${index % 3}`, 'all'], group: `g${index % 5}` },
      ...(index % 7 === 0 && { input: '"a Needle"' }),
    })
    ids.push(id)
    bench.clock.advance(10)
    const [held] = index % 2 ? await worker.claim(1, 'q1') : []
    if (held && index % 4 === 1) await worker.settle(completed(held))
    if (held && index % 8 === 3) await worker.settle(failed(held))
  }
  return bench.storage.get(ids)
}

const fits = (job: JobRecord, filter: JobFilter): boolean =>
  (filter.states?.includes(job.state) ?? true) &&
  (filter.queue ?? job.queue) === job.queue &&
  (filter.name ?? job.name) === job.name &&
  (filter.tenant ?? job.tenant) === job.tenant &&
  (filter.group ?? job.group) === job.group &&
  (filter.batch ?? job.batch) === job.batch &&
  (filter.tag === undefined || job.tags?.includes(filter.tag) === true) &&
  job.enqueuedAt >= (filter.from ?? 0) &&
  job.enqueuedAt < (filter.to ?? Number.POSITIVE_INFINITY) &&
  (filter.text === undefined || job.input.toLowerCase().includes(filter.text.toLowerCase()))
