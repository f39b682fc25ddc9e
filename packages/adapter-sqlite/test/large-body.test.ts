import { join } from 'node:path'
import { MAX_TURN_INPUT_BYTES } from '@nightshift/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, sqliteStorage } from '../src/index.js'
import { claim, newJob, success, turn } from './builders.js'
import { temporaryFolder } from './folder.js'

const large = (length: number) => JSON.stringify('ü'.repeat(length))

describe('inputs and results above 4 KiB', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let file: string
  beforeEach(() => {
    folder = temporaryFolder()
    file = join(folder.path, 'jobs.db')
  })
  afterEach(() => folder.remove())

  const opened = async () => {
    const storage = sqliteStorage({ file })
    await storage.open()
    return storage
  }

  it('come back unchanged, in the claim, while running, at the end and after a reopening', async () => {
    const storage = await opened()
    const [input, result] = [large(30_000), large(50_000)]
    const job = newJob({ input })
    await storage.enqueue([[job]])
    const [claimed] = await claim(storage, 's', 1)
    expect(claimed?.input).toBe(input)
    if (claimed) await turn(storage, { session: 's', turn: 2, settle: [success(claimed, result)] })
    expect(await storage.get([job.id])).toMatchObject([{ state: 'completed', input, result }])
    await storage.close()
    const again = await opened()
    expect(await again.get([job.id])).toMatchObject([{ state: 'completed', input, result }])
    await again.close()
  })

  it('stand apart from the job, and go with it', async () => {
    const storage = await opened()
    const job = newJob({ input: large(30_000) })
    await storage.enqueue([[job, newJob()]])
    const database = openDatabase(file)
    const bodies = database.prepare('SELECT count(*) AS n FROM ns_body')
    expect(bodies.get()).toMatchObject({ n: 1 })
    expect(
      database.prepare('SELECT count(*) AS n FROM ns_job WHERE input IS NULL').get(),
    ).toMatchObject({ n: 1 })
    await storage.command([job.id], { type: 'delete' })
    expect(bodies.get()).toMatchObject({ n: 0 })
    database.close()
    await storage.close()
  })

  it('survive a repeated insert', async () => {
    const storage = await opened()
    const job = newJob({ input: large(30_000) })
    await storage.enqueue([[job]])
    expect(await storage.enqueue([[job]])).toMatchObject([{ jobs: [{ status: 'repeated' }] }])
    expect(await storage.get([job.id])).toMatchObject([{ input: job.input }])
    await storage.close()
  })

  it('lose an old result, but not the input, when the job is retried', async () => {
    const storage = await opened()
    const job = newJob({ input: large(30_000) })
    await storage.enqueue([[job]])
    const [claimed] = await claim(storage, 's', 1)
    if (!claimed) throw new Error('Nothing was claimed.')
    await storage.command([job.id], { type: 'cancel', reason: 'enough' })
    await turn(storage, {
      session: 's',
      turn: 2,
      settle: [
        { id: job.id, token: claimed.token, outcome: 'cancelled', next: { state: 'cancelled' } },
      ],
    })
    await storage.command([job.id], { type: 'retry', headStartMs: 0 })
    const [retried] = await storage.get([job.id])
    expect(retried).toMatchObject({ state: 'queued', input: job.input })
    expect(retried).not.toHaveProperty('result')
    await storage.close()
  })

  it('count in bytes against what one turn may load', async () => {
    const storage = await opened()
    // Two bytes a character: three of them are more than a turn's worth.
    const input = large(MAX_TURN_INPUT_BYTES / 5)
    await storage.enqueue([Array.from({ length: 5 }, () => newJob({ input }))])
    expect(await claim(storage, 's', 5)).toHaveLength(3)
    await storage.close()
  })
})
