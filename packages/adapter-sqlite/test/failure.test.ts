import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '@nightshift/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DRIVERS } from '../src/drivers/choice.js'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { newJob } from './builders.js'
import { loads } from './drivers.js'
import { temporaryFolder } from './folder.js'

const failureOf = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
}

describe.each(DRIVERS.filter(loads).map(({ name }) => name))('a failure of %s', (driver) => {
  let folder: ReturnType<typeof temporaryFolder>
  let file: string
  beforeEach(() => {
    folder = temporaryFolder()
    file = join(folder.path, 'jobs.db')
  })
  afterEach(() => folder.remove())

  it('is STORE_BUSY and transient while somebody else writes', () => {
    const [one, two] = [openDatabase(file, { driver }), openDatabase(file, { driver })]
    one.exec('BEGIN IMMEDIATE')
    const failure = failureOf(() => two.exec('BEGIN IMMEDIATE'))
    one.exec('ROLLBACK')
    expect(failure).toBeInstanceOf(StorageError)
    expect(failure).toMatchObject({ code: 'STORE_BUSY', transient: true })
    one.close()
    two.close()
  })

  it('is STORE_FULL and transient when there is no room, and the storage works on after it', async () => {
    const database = openDatabase(file, { driver })
    const storage = sqliteStorage({ database })
    await storage.open()
    const pages = database.prepare('PRAGMA page_count').get<{ page_count: number }>()?.page_count
    database.prepare(`PRAGMA max_page_count = ${pages}`).get()
    const many = Array.from({ length: 500 }, () => newJob())
    await expect(storage.enqueue([many])).rejects.toMatchObject({
      code: 'STORE_FULL',
      transient: true,
    })
    database.prepare('PRAGMA max_page_count = 1000000').get()
    expect(await storage.count({})).toMatchObject({ counts: [] })
    await storage.enqueue([many])
    expect(await storage.count({})).toMatchObject({
      counts: [{ queue: 'default', state: 'queued', count: 500 }],
    })
    database.close()
  })

  it('is STORE_READONLY when nothing may be written', () => {
    const database = openDatabase(file, { driver })
    database.exec('CREATE TABLE t (n); PRAGMA query_only = 1')
    const failure = failureOf(() => database.exec('INSERT INTO t VALUES (1)'))
    expect(failure).toMatchObject({ code: 'STORE_READONLY', transient: false })
    database.close()
  })

  it('is STORE_CONSTRAINT when a rule of the database is broken', () => {
    const database = openDatabase(file, { driver })
    database.exec('CREATE TABLE t (n UNIQUE); INSERT INTO t VALUES (1)')
    const failure = failureOf(() => database.prepare('INSERT INTO t VALUES (?)').run(1))
    expect(failure).toMatchObject({ code: 'STORE_CONSTRAINT', transient: false })
    database.close()
  })

  it('is STORE_CORRUPT when the file is no database, and says to restore it', async () => {
    writeFileSync(file, 'This was a shopping list. '.repeat(200))
    await expect(sqliteStorage({ file, driver }).open()).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining('backup'),
    })
  })
})

describe('a storage', () => {
  it('says that it is not open', async () => {
    const storage = sqliteStorage({ file: 'never-made.db' })
    await expect(storage.get([])).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })

  it('waits, without stopping the event loop, until another connection has written', async () => {
    const folder = temporaryFolder()
    const file = join(folder.path, 'jobs.db')
    const storage = sqliteStorage({ file })
    await storage.open()
    const other = openDatabase(file)
    other.exec('BEGIN IMMEDIATE')
    const order: string[] = []
    const stored = storage.enqueue([[newJob()]]).then(() => order.push('stored'))
    await new Promise((resolve) => setImmediate(resolve))
    order.push('released')
    other.exec('COMMIT')
    await stored
    expect(order).toEqual(['released', 'stored'])
    other.close()
    await storage.close()
    folder.remove()
  })
})
