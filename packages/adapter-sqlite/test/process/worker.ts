/** A process of its own for the tests: `worker.js <churn|drain> <file>`. Tells what it did, line by line. */
import type { Settlement, Storage, TurnReply } from '@nightshift/core'
import { sqliteStorage } from '../../src/index.js'
import { newJob, success, turn } from '../builders.js'

const [task, file = ''] = process.argv.slice(2)
const session = `session of ${process.pid}`
const SLOTS = 5

/** Pipes are written synchronously, so a line is out before the next step, whoever kills us. */
const tell = (what: string, id: string) => process.stdout.write(`${what} ${id}\n`)

async function work(storage: Storage): Promise<void> {
  await storage.openSession({ id: session, worker: `process ${process.pid}`, leaseMs: 60_000 })
  let settle: readonly Settlement[] = []
  for (let number = 1; ; number += 1) {
    if (task === 'churn') await store(storage)
    const reply = await exchange(storage, number, settle)
    for (const { id } of settle) tell('completed', id)
    for (const { id } of reply.claimed) tell('claimed', id)
    // The churning process leaves a job of each turn unsettled, so that it dies holding some.
    const toSettle = task === 'churn' ? reply.claimed.slice(1) : reply.claimed
    settle = toSettle.map((job) => success(job, '"done"'))
    if (task === 'drain' && settle.length === 0) return
  }
}

async function store(storage: Storage): Promise<void> {
  const jobs = [newJob(), newJob(), newJob({ input: JSON.stringify('x'.repeat(6_000)) })]
  await storage.enqueue([jobs])
  for (const { id } of jobs) tell('stored', id)
}

const exchange = (
  storage: Storage,
  number: number,
  settle: readonly Settlement[],
): Promise<Extract<TurnReply, { status: 'done' }>> =>
  turn(storage, { session, turn: number, settle, claim: [{ queue: 'default', slots: SLOTS }] })

const storage = sqliteStorage({ file })
await storage.open()
await work(storage)
await storage.close()
