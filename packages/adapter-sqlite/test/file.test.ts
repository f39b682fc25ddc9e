import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { newJob } from './builders.js'
import { temporaryFolder } from './folder.js'

const modeOf = (file: string) => statSync(file).mode & 0o777

describe('the job file', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  it.skipIf(process.platform === 'win32')(
    'and the files beside it are readable by their owner only, whatever the umask',
    async () => {
      const file = join(folder.path, 'jobs.db')
      const storage = sqliteStorage({ file })
      const umask = process.umask(0o000)
      try {
        await storage.open()
        await storage.enqueue([[newJob()]])
      } finally {
        process.umask(umask)
      }
      const modes = ['', '-wal', '-shm'].map((suffix) => modeOf(file + suffix))
      await storage.close()
      expect(modes).toEqual([0o600, 0o600, 0o600])
    },
  )

  it.skipIf(process.platform === 'win32')('keeps the mode its owner gave it', () => {
    const file = join(folder.path, 'jobs.db')
    writeFileSync(file, '')
    chmodSync(file, 0o640)
    openDatabase(file).close()
    expect(modeOf(file)).toBe(0o640)
  })

  it('gets the folders it needs', () => {
    const file = join(folder.path, 'a', 'b', 'jobs.db')
    openDatabase(file).close()
    expect(statSync(file).isFile()).toBe(true)
  })

  it.each(['', ':memory:', 'file:jobs.db'])('cannot be %j', (file) => {
    expect(() => openDatabase(file)).toThrow(
      expect.objectContaining({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('path'),
      }),
    )
  })

  it('cannot stand in a folder that is a file, and the error names the path', () => {
    writeFileSync(join(folder.path, 'plain'), '')
    const file = join(folder.path, 'plain', 'jobs.db')
    expect(() => openDatabase(file)).toThrow(
      expect.objectContaining({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining(file),
      }),
    )
  })
})
