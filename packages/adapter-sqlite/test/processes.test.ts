import { join } from 'node:path'
import type { JobState, Storage } from '@nightshift/core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { newJob, turn } from './builders.js'
import { temporaryFolder } from './folder.js'
import { buildWorker, nothingTold, removeBuilt, run } from './process/child.js'

const HOUR_MS = 3_600_000
const TIMEOUT_MS = 60_000

describe('several processes on one file', () => {
  let worker: string
  let folder: ReturnType<typeof temporaryFolder>
  let file: string
  beforeAll(async () => {
    worker = await buildWorker()
  }, TIMEOUT_MS)
  afterAll(removeBuilt)
  beforeEach(() => {
    folder = temporaryFolder()
    file = join(folder.path, 'jobs.db')
  })
  afterEach(() => folder.remove())

  const statesOf = async (storage: Storage, ids: readonly string[]): Promise<Set<JobState>> =>
    new Set((await storage.get(ids)).map(({ state }) => state))

  it(
    'claim every job once, and none of them ever sees a lock',
    async () => {
      const storage = sqliteStorage({ file })
      await storage.open()
      const jobs = Array.from({ length: 900 }, () => newJob())
      await storage.enqueue([jobs])
      const told = nothingTold()
      const codes = await Promise.all([1, 2, 3].map(() => run(worker, 'drain', file, told)))
      expect(codes).toEqual([0, 0, 0])
      expect(told.claimed.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted())
      expect(await storage.count({})).toMatchObject({
        counts: [{ queue: 'default', state: 'completed', count: 900 }],
      })
      await storage.close()
    },
    TIMEOUT_MS,
  )

  it(
    'lose nothing when they are killed in the midst of their work',
    async () => {
      const told = nothingTold()
      for (const round of [1, 2, 3]) {
        const codes = await Promise.all(
          [150, 210].map((lines) => run(worker, 'churn', file, told, lines + round * 17)),
        )
        expect(codes).toEqual([null, null])
      }
      expectSound(file)

      let now = Date.now() + HOUR_MS
      const storage = sqliteStorage({ file, clock: { now: () => now } })
      await storage.open()
      expect(await storage.get(told.stored)).toHaveLength(told.stored.length)
      expect(await statesOf(storage, told.completed)).toEqual(new Set(['completed']))

      const running = (await storage.list({ states: ['running'], limit: 1_000 })).jobs
      expect(running.length).toBeGreaterThan(0)
      await storage.openSession({ id: 'heir', worker: 'heir', leaseMs: HOUR_MS })
      // After an hour in which nobody was heard of, recovery holds off for two thirds of a lease,
      // which was a minute, while somebody is.
      now += 30_000
      await storage.heartbeat('heir', HOUR_MS)
      now += 15_000
      const { recovered } = await turn(storage, { session: 'heir', turn: 1, recover: 1_000 })
      expect(recovered.map(({ id }) => id).toSorted()).toEqual(
        running.map(({ id }) => id).toSorted(),
      )
      expect(recovered.every(({ suspect, loss }) => suspect && loss === 'expired')).toBe(true)
      await storage.close()
      expectSound(file)
    },
    TIMEOUT_MS,
  )
})

function expectSound(file: string): void {
  const database = openDatabase(file)
  expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' })
  database.close()
}
