import { join } from 'node:path'
import { describeStorage } from '@nightshift/storage-conformance'
import { describe, it } from 'vitest'
import { DRIVERS } from '../src/drivers/choice.js'
import { sqliteStorage } from '../src/index.js'
import { loads } from './drivers.js'
import { temporaryFolder } from './folder.js'

/** Every driver that this Node can load: libsql on 20; all three from 22 on. */
for (const driver of DRIVERS.filter(loads)) {
  describeStorage(`sqliteStorage on ${driver.name}`, {
    runner: { describe, it },
    create(clock) {
      const folder = temporaryFolder()
      const connect = () =>
        sqliteStorage({ file: join(folder.path, 'jobs.db'), driver: driver.name, clock })
      return { storage: connect(), connect, dispose: async () => folder.remove() }
    },
  })
}
