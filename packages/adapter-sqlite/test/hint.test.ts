import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Hint } from '@nightshift/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/index.js'
import type { SqliteStorage } from '../src/sqlite-storage.js'
import { newJob } from './builders.js'
import { temporaryFolder } from './folder.js'

describe('hints', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let storages: SqliteStorage[]
  beforeEach(() => {
    folder = temporaryFolder()
    storages = []
  })
  afterEach(async () => {
    for (const storage of storages) await storage.close()
    folder.remove()
  })

  const opened = async () => {
    const storage = sqliteStorage({ file: join(folder.path, 'jobs.db') })
    storages.push(storage)
    await storage.open()
    return storage
  }

  const heard = (storage: SqliteStorage, wanted: Hint) =>
    new Promise<Hint>((resolve) => {
      storage.onHint((hint) => hint === wanted && resolve(hint))
    })

  it('reach whoever listens on the same storage', async () => {
    const storage = await opened()
    const hint = heard(storage, 'work')
    await storage.enqueue([[newJob()]])
    expect(await hint).toBe('work')
  })

  it.each<[Hint, (storage: SqliteStorage) => Promise<unknown>]>([
    ['work', (storage) => storage.enqueue([[newJob()]])],
    ['signals', (storage) => storage.pauseQueue('default', 'pause')],
    [
      'schedules',
      (storage) =>
        storage.putSchedule({ id: 's', definition: '1', state: '1', dependents: [] }, undefined),
    ],
  ])('of %s reach other connections through the file beside the database', async (kind, act) => {
    const [one, other] = [await opened(), await opened()]
    const hint = heard(other, kind)
    await act(one)
    expect(await hint).toBe(kind)
    expect(statSync(join(folder.path, 'jobs.db-hint')).size).toBeGreaterThan(0)
  })

  it('are heard by one who began to listen before the storage was opened', async () => {
    const late = sqliteStorage({ file: join(folder.path, 'jobs.db') })
    storages.push(late)
    const hint = heard(late, 'work')
    await late.open()
    await (await opened()).enqueue([[newJob()]])
    expect(await hint).toBe('work')
  })

  it('are not heard any more after the undoing', async () => {
    const storage = await opened()
    const told: Hint[] = []
    storage.onHint((hint) => told.push(hint))()
    const hint = heard(storage, 'work')
    await storage.enqueue([[newJob()]])
    await hint
    expect(told).toEqual([])
  })

  it('do not disturb the verb when a listener throws or calls the storage', async () => {
    const storage = await opened()
    const seen = new Promise<number>((resolve) => {
      storage.onHint(() => {
        void storage.count({}).then(({ counts }) => resolve(counts.length))
      })
    })
    await storage.enqueue([[newJob()]])
    expect(await seen).toBe(1)
  })
})
