import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { APPLICATION_ID, SCHEMA_VERSION } from '../src/schema.js'
import { newJob } from './builders.js'
import { temporaryFolder } from './folder.js'

describe('the schema', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let file: string
  beforeEach(() => {
    folder = temporaryFolder()
    file = join(folder.path, 'jobs.db')
  })
  afterEach(() => folder.remove())

  it('appears at the first open, with its version and its owner', async () => {
    const storage = sqliteStorage({ file })
    await storage.open()
    const database = openDatabase(file)
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({
      user_version: SCHEMA_VERSION,
    })
    expect(database.prepare('PRAGMA application_id').get()).toMatchObject({
      application_id: APPLICATION_ID,
    })
    database.close()
    await storage.close()
  })

  it('is made once when many open a new file together', async () => {
    const storages = Array.from({ length: 6 }, () => sqliteStorage({ file }))
    await Promise.all(storages.map((storage) => storage.open()))
    await Promise.all(storages.map((storage) => storage.enqueue([[newJob()]])))
    expect(await storages[0]?.count({})).toMatchObject({
      counts: [{ queue: 'default', state: 'queued', count: 6 }],
    })
    await Promise.all(storages.map((storage) => storage.close()))
  })

  it('of a newer version is refused, and nothing is changed', async () => {
    const database = openDatabase(file)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 99`)
    const storage = sqliteStorage({ file })
    await expect(storage.open()).rejects.toMatchObject({
      code: 'STORE_NEWER',
      message: expect.stringContaining('Update @nightshift/adapter-sqlite'),
    })
    expect(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()).toMatchObject({
      n: 0,
    })
    database.close()
  })

  it.each(['PRAGMA application_id = 7', 'PRAGMA user_version = 3'])(
    'is not put into the file of another application (%s)',
    async (mark) => {
      const database = openDatabase(file)
      database.exec(mark)
      await expect(sqliteStorage({ file }).open()).rejects.toMatchObject({ code: 'STORE_FOREIGN' })
      database.close()
    },
  )

  it.each([
    ['a state that does not exist', 'UPDATE ns_job SET state = 9'],
    ['a running job without a session', 'UPDATE ns_job SET state = 3'],
    ['a text for a time', "UPDATE ns_job SET due = 'soon'"],
    ['an unknown outcome', 'UPDATE ns_job SET outcome = 8'],
  ])('refuses %s', async (_, statement) => {
    const storage = sqliteStorage({ file })
    await storage.open()
    await storage.enqueue([[newJob()]])
    const database = openDatabase(file)
    expect(() => database.exec(statement)).toThrow(
      expect.objectContaining({ code: 'STORE_CONSTRAINT' }),
    )
    database.close()
    await storage.close()
  })
})
