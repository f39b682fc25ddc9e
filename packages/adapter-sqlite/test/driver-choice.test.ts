import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { betterSqlite3 } from '../src/drivers/better-sqlite3.js'
import { DRIVERS, loadDriver } from '../src/drivers/choice.js'
import type { Driver } from '../src/drivers/driver.js'
import { libsql } from '../src/drivers/libsql.js'
import { nodeSqlite } from '../src/drivers/node-sqlite.js'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { newJob } from './builders.js'
import { loads } from './drivers.js'
import { temporaryFolder } from './folder.js'

const absent = (driver: Driver, reason: string): Driver => ({
  ...driver,
  load() {
    throw new Error(`${reason}\nRequire stack:\n- somewhere`)
  },
})

const hasNodeSqlite = loads(nodeSqlite)

describe('the choice of a driver', () => {
  it('prefers node:sqlite, then better-sqlite3, then libsql', () => {
    expect(DRIVERS.map(({ name }) => name)).toEqual(['node:sqlite', 'better-sqlite3', 'libsql'])
    const first = DRIVERS.find(loads)
    expect(loadDriver(undefined).driver.name).toBe(first?.name)
  })

  it('goes on to the next when one cannot be loaded', () => {
    const drivers = [absent(nodeSqlite, 'no'), absent(betterSqlite3, 'no'), libsql]
    expect(loadDriver(undefined, drivers).driver.name).toBe('libsql')
  })

  it('says of each driver why it could not be loaded and how to get it', () => {
    const drivers = [
      absent(nodeSqlite, 'not part of Node 20'),
      absent(betterSqlite3, 'wrong version'),
      absent(libsql, "Cannot find module 'libsql'"),
    ]
    expect(() => loadDriver(undefined, drivers)).toThrow(
      expect.objectContaining({
        code: 'NO_SQLITE_DRIVER',
        message: [
          'No SQLite driver could be loaded.',
          '- node:sqlite: not part of Node 20. To get it: use Node 22.13 or newer.',
          '- better-sqlite3: wrong version. To get it: npm install better-sqlite3 (version 12 on Node 20).',
          "- libsql: Cannot find module 'libsql'. To get it: npm install libsql.",
        ].join('\n'),
      }),
    )
  })

  it('takes no other driver than the one asked for', () => {
    const drivers = [absent(nodeSqlite, 'gone'), libsql]
    expect(() => loadDriver('node:sqlite', drivers)).toThrow(
      expect.objectContaining({
        code: 'NO_SQLITE_DRIVER',
        message: expect.stringContaining('"node:sqlite" could be loaded.\n- node:sqlite: gone'),
      }),
    )
  })

  // On Node 20 the library would not throw but end the process: this test would never report.
  it.skipIf(Number(process.versions.napi) >= 10)(
    'refuses better-sqlite3 13 on a Node it would crash',
    () => {
      expect(() => loadDriver('better-sqlite3')).toThrow(/needs Node 22, this is Node/)
    },
  )
})

describe('one process', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  it.runIf(hasNodeSqlite)('cannot open one file with two SQLite libraries', () => {
    const file = join(folder.path, 'jobs.db')
    const first = openDatabase(file, { driver: 'libsql' })
    try {
      expect(() => openDatabase(file, { driver: 'node:sqlite' })).toThrow(
        expect.objectContaining({ code: 'SQLITE_DRIVER_MIXED' }),
      )
      const second = openDatabase(file)
      expect(second.driverName).toBe('libsql')
      second.close()
    } finally {
      first.close()
    }
    const after = openDatabase(file, { driver: 'node:sqlite' })
    expect(after.driverName).toBe('node:sqlite')
    after.close()
  })

  it('can have several storages on one file', async () => {
    const file = join(folder.path, 'jobs.db')
    const [one, two] = [sqliteStorage({ file }), sqliteStorage({ file })]
    await Promise.all([one.open(), two.open()])
    const jobs = Array.from({ length: 40 }, () => newJob())
    await Promise.all(jobs.map((job, at) => (at % 2 ? one : two).enqueue([[job]])))
    expect((await one.list({ limit: 100 })).jobs).toHaveLength(40)
    await Promise.all([one.close(), two.close()])
  })

  it('can keep jobs in a database that the host has opened, and the host closes it', async () => {
    const database = openDatabase(join(folder.path, 'host.db'))
    const storage = sqliteStorage({ database })
    await storage.open()
    database.exec('CREATE TABLE document (title TEXT)')
    database.prepare('INSERT INTO document VALUES (?)').run('On sleep')
    const job = newJob()
    await storage.enqueue([[job]])
    await storage.close()
    expect(database.prepare('SELECT title FROM document').get()).toMatchObject({
      title: 'On sleep',
    })
    await storage.open()
    expect(await storage.get([job.id])).toHaveLength(1)
    database.close()
  })
})

describe.each(DRIVERS.filter(loads).map(({ name }) => name))('a handle of %s', (driver) => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  it('binds and returns every kind of value, and nothing of its own', () => {
    const database = openDatabase(join(folder.path, 'kinds.db'), { driver })
    database.exec('CREATE TABLE kind (a, b, c, d, e)')
    const { changes } = database
      .prepare('INSERT INTO kind VALUES (?, ?, ?, ?, ?)')
      .run(1.5, 'text', null, new Uint8Array([1, 2]), 12n)
    expect(changes).toBe(1)
    const row = database.prepare('SELECT * FROM kind').get<Record<string, unknown>>()
    expect({ ...row, d: Array.from(row?.d as Uint8Array) }).toEqual({
      a: 1.5,
      b: 'text',
      c: null,
      d: [1, 2],
      e: 12,
    })
    const typeOf = database.prepare('SELECT typeof(?) AS type')
    expect(typeOf.get(null)).toMatchObject({ type: 'null' })
    expect(typeOf.all(new Uint8Array([7]))).toMatchObject([{ type: 'blob' }])
    expect(database.sqliteVersion).toMatch(/^3\./)
    database.close()
    database.close()
  })

  it('does not keep a snapshot open after reading one row of many', () => {
    const file = join(folder.path, 'snapshot.db')
    const [reader, writer] = [openDatabase(file, { driver }), openDatabase(file, { driver })]
    writer.exec('CREATE TABLE number (n); INSERT INTO number VALUES (1), (2), (3)')
    const select = reader.prepare('SELECT n FROM number')
    select.get()
    writer.exec('INSERT INTO number VALUES (4)')
    reader.exec('INSERT INTO number VALUES (5)')
    expect(select.all()).toHaveLength(5)
    reader.close()
    writer.close()
  })
})
