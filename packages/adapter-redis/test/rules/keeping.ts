import { expect } from 'vitest'
import type { JobFilter, JobRecord } from '../../src/contract.js'
import { type Bench, completed, failed, idsOf } from '../bench.js'
import type { Rule } from './rule.js'

const RETRY = { type: 'retry', headStartMs: 0 } as const

export function keepingRules(rule: Rule): void {
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
