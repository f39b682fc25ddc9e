import assert from 'node:assert/strict'
import type {
  JobFilter,
  JobId,
  JobRecord,
  JobTrail,
  NewJob,
  QueueCount,
  Storage,
} from '@nightshift/core'
import { idMaker, newJob } from './builders.js'
import type { CreateSubject } from './subject.js'
import { type VirtualClock, virtualClock } from './virtual-clock.js'
import { DEFAULT_LEASE_MS, Worker } from './worker.js'

export interface WorkerOptions {
  readonly name?: string
  readonly leaseMs?: number
  /** The connection it works through. Default: the bench's own. */
  readonly storage?: Storage
}

/** A fresh storage on a virtual clock, and what a check needs to put it to work. */
export interface Bench {
  readonly clock: VirtualClock
  readonly storage: Storage
  /** A second real connection, opened. */
  connect(): Promise<Storage>
  /** A second real connection, not opened. */
  unopened(): Storage
  /** A job with a fresh id, later than all before. */
  job(given?: Partial<NewJob>): NewJob
  /** Stores each job as a unit of its own. */
  enqueue(...jobs: readonly Partial<NewJob>[]): Promise<readonly NewJob[]>
  enqueueOne(given?: Partial<NewJob>): Promise<NewJob>
  worker(options?: WorkerOptions): Promise<Worker>
  read(id: JobId): Promise<JobRecord>
  trail(id: JobId): Promise<JobTrail>
  counts(filter?: JobFilter): Promise<readonly QueueCount[]>
  /** Lets time pass while somebody is heard of, as is usual; a lease of 1 s may run out meanwhile. */
  pass(ms: number): Promise<void>
}

/** How often the bystander is heard of; three times in the shortest lease used. */
const BEAT_MS = 300

/** Opens a fresh storage, runs the check on it and cleans up whatever happens. */
export async function onBench(
  create: CreateSubject,
  check: (bench: Bench) => Promise<void>,
): Promise<void> {
  const clock = virtualClock()
  const subject = await create(clock)
  const connections: Storage[] = [subject.storage]
  const unopened = () => {
    const storage = subject.connect()
    connections.push(storage)
    return storage
  }
  try {
    await subject.storage.open()
    await check(benchFor(subject.storage, clock, unopened))
  } finally {
    for (const storage of connections.reverse()) await storage.close()
    await subject.dispose()
  }
}

function benchFor(storage: Storage, clock: VirtualClock, unopened: Bench['unopened']): Bench {
  const nextId = idMaker()
  let sessions = 0
  let isWatched = false
  const job: Bench['job'] = (given) => newJob(nextId(), given)

  const enqueue: Bench['enqueue'] = async (...givens) => {
    const jobs = givens.map(job)
    const replies = await storage.enqueue(jobs.map((one) => [one]))
    const stored = jobs.map(({ id }) => ({
      status: 'accepted',
      jobs: [{ status: 'stored', id }],
    }))
    assert.deepEqual(replies, stored, 'new jobs are stored')
    return jobs
  }

  return {
    clock,
    storage,
    unopened,
    async connect() {
      const connection = unopened()
      await connection.open()
      return connection
    },
    job,
    enqueue,
    enqueueOne: async (given = {}) => (await enqueue(given))[0] as NewJob,
    async worker({ name, leaseMs = DEFAULT_LEASE_MS, storage: through = storage } = {}) {
      sessions += 1
      const worker = new Worker(through, `session-${sessions}`, name ?? `worker-${sessions}`)
      await through.openSession({ id: worker.session, worker: worker.name, leaseMs })
      return worker
    },
    async read(id) {
      const [record] = await storage.get([id])
      assert.ok(record, `job ${id} is not there`)
      return record
    },
    async trail(id) {
      const kept = await storage.trail(id)
      assert.ok(kept, `job ${id} has no trail`)
      return kept
    },
    async counts(filter = {}) {
      return (await storage.count(filter)).counts.filter(({ count }) => count > 0)
    },
    async pass(ms) {
      const bystander = { id: 'bystander', worker: 'bystander', leaseMs: 1_000 }
      if (!isWatched) await storage.openSession(bystander)
      isWatched = true
      for (let left = ms; left > 0; left -= BEAT_MS) {
        clock.advance(Math.min(left, BEAT_MS))
        await storage.heartbeat(bystander.id, bystander.leaseMs)
      }
    },
  }
}
