import { join } from 'node:path'
import { type JobPage, MIN_RETENTION_MS, type Storage } from '@nightshift/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/index.js'
import { newJob } from './builders.js'
import { temporaryFolder } from './folder.js'

const JOBS = 12_000

describe('a call that no index can serve', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let storage: Storage
  let now = Date.UTC(2026, 0, 1)
  beforeEach(async () => {
    folder = temporaryFolder()
    storage = sqliteStorage({ file: join(folder.path, 'jobs.db'), clock: { now: () => now } })
    await storage.open()
    const oldest = newJob({ input: '"the Needle"' })
    await storage.enqueue([[oldest]])
    for (let stored = 1; stored < JOBS; stored += 1_000) {
      await storage.enqueue([Array.from({ length: 1_000 }, () => newJob())])
    }
  })
  afterEach(async () => {
    await storage.close()
    folder.remove()
  })

  it('looks at so many jobs, says so, and goes on from there', async () => {
    const pages: JobPage[] = []
    let cursor: string | undefined
    do {
      const page = await storage.list({
        text: 'needle',
        limit: 5,
        ...(cursor !== undefined && { cursor }),
      })
      pages.push(page)
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(pages.map(({ complete, jobs }) => [complete, jobs.length])).toEqual([
      [false, 0],
      [true, 1],
    ])
  })

  it('purges by age however many there are', async () => {
    const { jobs } = await storage.list({ limit: 20_000 })
    for (let from = 0; from < jobs.length; from += 1_000) {
      const ids = jobs.slice(from, from + 1_000).map(({ id }) => id)
      await storage.command(ids, { type: 'cancel', reason: 'enough' })
    }
    now += MIN_RETENTION_MS + 1
    const request = { state: 'cancelled', olderThanMs: 0, keep: jobs.length - 700 } as const
    expect(await storage.purge({ ...request, limit: 500 })).toBe(500)
    expect(await storage.purge({ ...request, limit: 500 })).toBe(200)
    const left = await storage.list({ limit: 20_000 })
    expect(left.jobs.map(({ id }) => id)).toEqual(jobs.slice(0, -700).map(({ id }) => id))
  })
})
