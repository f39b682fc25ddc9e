import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { temporaryFolder } from './folder.js'
import { buildPackage, removeBuilt } from './process/child.js'

const TIMEOUT_MS = 60_000
const LEASE_MS = 3_600_000

/** What a thread of core does, in short. */
const THREAD = `
  const { workerData: { access, session, leaseMs }, parentPort } = require('node:worker_threads')
  import(access.module)
    .then(({ connect }) => connect(access.options))
    .then(async (store) => {
      const reply = await store.heartbeat(session, leaseMs)
      await store.close()
      parentPort.postMessage(reply)
    })
`

describe('access from another thread', () => {
  let built: typeof import('../src/index.js')
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(async () => {
    built = await import(pathToFileURL(await buildPackage()).href)
  }, TIMEOUT_MS)
  afterAll(removeBuilt)
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  it(
    'renews a lease while this thread does nothing',
    async () => {
      const storage = built.sqliteStorage({ file: join(folder.path, 'jobs.db') })
      await storage.open()
      await storage.openSession({ id: 's', worker: 'w', leaseMs: 1 })
      const { threadAccess } = storage
      const thread = new Worker(THREAD, {
        eval: true,
        workerData: { access: threadAccess, session: 's', leaseMs: LEASE_MS },
      })
      const reply = await new Promise((resolve, reject) => {
        thread.once('message', resolve)
        thread.once('error', reject)
      })
      await thread.terminate()
      expect(reply).toEqual({ status: 'alive', cancels: [] })
      const [session] = await storage.sessions()
      expect((session?.leaseEndsAt ?? 0) - Date.now()).toBeGreaterThan(LEASE_MS / 2)
      await storage.close()
    },
    TIMEOUT_MS,
  )

  it('uses the library that this thread uses', async () => {
    const storage = built.sqliteStorage({ file: join(folder.path, 'jobs.db') })
    await storage.open()
    const database = openDatabase(join(folder.path, 'other.db'))
    expect(storage.threadAccess?.options).toMatchObject({ driver: database.driverName })
    database.close()
    await storage.close()
  })

  it('is not offered for a handle of the host, nor for a clock of its own', () => {
    const database = openDatabase(join(folder.path, 'host.db'))
    expect(built.sqliteStorage({ database })).not.toHaveProperty('threadAccess')
    const clock = { now: () => 0 }
    const file = join(folder.path, 'jobs.db')
    expect(built.sqliteStorage({ file, clock })).not.toHaveProperty('threadAccess')
    database.close()
  })

  it('is not offered by sources that were not built', () => {
    expect(sqliteStorage({ file: 'jobs.db' })).not.toHaveProperty('threadAccess')
  })
})
