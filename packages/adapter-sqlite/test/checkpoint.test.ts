import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CHECKPOINT_PAGES, hasWalResetBug, PAGE_BYTES } from '../src/checkpoint.js'
import { DRIVERS } from '../src/drivers/choice.js'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { newJob } from './builders.js'
import { loads } from './drivers.js'
import { temporaryFolder } from './folder.js'

describe('the bug that loses commits when two connections checkpoint', () => {
  it.each(['3.7.0', '3.40.1', '3.45.1', '3.44.5', '3.50.6', '3.51.2'])(
    'is in SQLite %s',
    (version) => expect(hasWalResetBug(version)).toBe(true),
  )

  it.each(['3.44.6', '3.50.7', '3.51.3', '3.52.0', '3.53.4', '4.0.0'])(
    'is not in SQLite %s',
    (version) => expect(hasWalResetBug(version)).toBe(false),
  )
})

const INPUT = JSON.stringify('x'.repeat(3_000))

describe.each(DRIVERS.filter(loads).map(({ name }) => name))(
  'the log beside the file with %s',
  (driver) => {
    const limit = CHECKPOINT_PAGES.full * PAGE_BYTES

    it('stays bounded while several connections write, and is empty or gone at the end', async () => {
      const folder = temporaryFolder()
      const file = join(folder.path, 'jobs.db')
      const storages = [1, 2].map(() => sqliteStorage({ file, driver, durability: 'full' }))
      for (const storage of storages) await storage.open()
      let largest = 0
      for (let round = 0; round < 12; round += 1) {
        for (const storage of storages) {
          await storage.enqueue([Array.from({ length: 500 }, () => newJob({ input: INPUT }))])
          largest = Math.max(largest, statSync(`${file}-wal`).size)
        }
      }
      for (const storage of storages) await storage.close()
      const written = statSync(file).size
      folder.remove()
      // 12 × 2 × 500 jobs are 40 MB: the log was written back and begun anew many times.
      expect(written).toBeGreaterThan(8 * limit)
      expect(largest).toBeLessThan(3 * limit)
    })

    it('is left to SQLite only where SQLite can be trusted with it', () => {
      const folder = temporaryFolder()
      const database = openDatabase(join(folder.path, 'any.db'), { driver })
      const own = database
        .prepare('PRAGMA wal_autocheckpoint')
        .get<{ wal_autocheckpoint: number }>()
      expect(own?.wal_autocheckpoint).toBe(
        hasWalResetBug(database.sqliteVersion) ? 0 : CHECKPOINT_PAGES.normal,
      )
      database.close()
      folder.remove()
    })
  },
)
