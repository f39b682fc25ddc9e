import { join } from 'node:path'
import type { Storage } from '@nightshift/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type SqliteDatabase, sqliteStorage } from '../src/index.js'
import { newJob } from './builders.js'
import { temporaryFolder } from './folder.js'

describe('a transaction of the host', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let database: SqliteDatabase
  let storage: Storage
  beforeEach(async () => {
    folder = temporaryFolder()
    database = openDatabase(join(folder.path, 'host.db'))
    database.exec('CREATE TABLE document (title TEXT)')
    storage = sqliteStorage({ database })
    await storage.open()
  })
  afterEach(async () => {
    await storage.close()
    database.close()
    folder.remove()
  })

  const documents = () =>
    database.prepare('SELECT count(*) AS n FROM document').get<{ n: number }>()?.n

  it('takes its jobs with it when it is committed', async () => {
    const job = newJob()
    database.exec('BEGIN')
    database.exec("INSERT INTO document VALUES ('one')")
    expect(await storage.enqueue([[job]], database)).toMatchObject([{ status: 'accepted' }])
    database.exec('COMMIT')
    expect(await storage.get([job.id])).toMatchObject([{ state: 'queued' }])
    expect(documents()).toBe(1)
  })

  it('leaves nothing when it is rolled back, names that nobody knew before included', async () => {
    const job = newJob({ queue: 'new', name: 'unheard of' })
    database.exec('BEGIN')
    await storage.enqueue([[job]], database)
    database.exec('ROLLBACK')
    expect(await storage.get([job.id])).toEqual([])
    await storage.enqueue([[job]])
    expect(await storage.get([job.id])).toMatchObject([{ queue: 'new', name: 'unheard of' }])
  })

  it('stays open, with what the host wrote, when a unit is refused', async () => {
    await storage.defineQueue('small', { maxLength: 1 })
    database.exec('BEGIN')
    database.exec("INSERT INTO document VALUES ('one')")
    const unit = [newJob({ queue: 'small' }), newJob({ queue: 'small' })]
    expect(await storage.enqueue([unit], database)).toEqual([
      { status: 'queue-full', queue: 'small', maxLength: 1 },
    ])
    database.exec('COMMIT')
    expect(documents()).toBe(1)
  })

  it('is waited for by other calls on the same handle', async () => {
    database.exec('BEGIN')
    const late = storage.enqueue([[newJob()]])
    await storage.enqueue([[newJob()]], database)
    database.exec('COMMIT')
    expect(await late).toMatchObject([{ status: 'accepted' }])
    expect(await storage.count({})).toMatchObject({ counts: [{ count: 2 }] })
  })

  it('of another handle, or on a storage with a file of its own, is refused', async () => {
    const own = sqliteStorage({ file: join(folder.path, 'own.db') })
    await own.open()
    const refusal = { code: 'UNSUPPORTED', message: expect.stringContaining('sqliteStorage') }
    await expect(own.enqueue([[newJob()]], database)).rejects.toMatchObject(refusal)
    await expect(storage.enqueue([[newJob()]], {})).rejects.toMatchObject(refusal)
    expect([own, storage].map(({ capabilities }) => capabilities.transactions)).toEqual([
      'none',
      'host',
    ])
    await own.close()
  })
})
