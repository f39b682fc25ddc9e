import type {
  ClaimedJob,
  JobRecord,
  NewJob,
  NextState,
  Outcome,
  Settlement,
  Storage,
  TurnReply,
  TurnRequest,
} from '../src/contract.js'

/** A clock that moves only when told to. */
export interface TestClock {
  now(): number
  advance(ms: number): void
}

export interface Bench {
  readonly storage: Storage
  readonly clock: TestClock
  job(given?: Partial<NewJob>): NewJob
  /** Stores each job as a unit of its own, and gives what it stored. */
  enqueue(...jobs: readonly Partial<NewJob>[]): Promise<readonly NewJob[]>
  enqueueOne(given?: Partial<NewJob>): Promise<NewJob>
  worker(name?: string, leaseMs?: number): Promise<TestWorker>
  read(id: string): Promise<JobRecord>
}

export interface TestWorker {
  readonly session: string
  turn(parts?: Partial<TurnRequest>): Promise<Extract<TurnReply, { status: 'done' }>>
  /** Turns again as long as the answer says that there is more. */
  claim(slots: number, queue?: string): Promise<readonly ClaimedJob[]>
  settle(...settle: readonly Settlement[]): Promise<void>
}

/** Makes an empty, opened storage that reads the given clock. */
export type CreateStorage = (clock: TestClock) => Promise<Storage>

const START = Date.UTC(2026, 10, 25, 12)

export async function benchOn(create: CreateStorage): Promise<Bench> {
  let now = START
  const clock: TestClock = {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
  const storage = await create(clock)
  let made = 0
  let sessions = 0
  const job: Bench['job'] = (given) => {
    made += 1
    const id = `0${made.toString(16).padStart(12, '0')}${'5'.repeat(13)}`
    const basic = { id, name: 'send', queue: 'default', priority: 2, headStartMs: 0, input: '{}' }
    return { ...basic, ...given }
  }
  const enqueue: Bench['enqueue'] = async (...givens) => {
    const jobs = givens.map(job)
    const replies = await storage.enqueue(jobs.map((one) => [one]))
    const refused = replies.find(
      (reply) => reply.status !== 'accepted' || reply.jobs[0]?.status !== 'stored',
    )
    if (refused) throw new Error(`a job was not stored: ${JSON.stringify(refused)}`)
    return jobs
  }
  return {
    storage,
    clock,
    job,
    enqueue,
    enqueueOne: async (given = {}) => (await enqueue(given))[0] as NewJob,
    async worker(name = 'worker', leaseMs = 15_000) {
      sessions += 1
      const session = `session-${sessions}`
      await storage.openSession({ id: session, worker: name, leaseMs })
      return workerOn(storage, session)
    },
    async read(id) {
      const [record] = await storage.get([id])
      if (!record) throw new Error(`job ${id} is not there`)
      return record
    },
  }
}

function workerOn(storage: Storage, session: string): TestWorker {
  let number = 0
  const turn: TestWorker['turn'] = async (parts = {}) => {
    number += 1
    const empty = { settle: [], report: [], claim: [], recover: 0 }
    const reply = await storage.turn({ ...empty, ...parts, session, turn: number })
    if (reply.status !== 'done') throw new Error(`the session ${session} was lost`)
    return reply
  }
  return {
    session,
    turn,
    async claim(slots, queue = 'default') {
      const claimed: ClaimedJob[] = []
      for (let more = true; more && claimed.length < slots; ) {
        const reply = await turn({ claim: [{ queue, slots: slots - claimed.length }] })
        claimed.push(...reply.claimed)
        more = reply.more
      }
      return claimed
    },
    async settle(...settle) {
      await turn({ settle })
    },
  }
}

type Held = Pick<ClaimedJob, 'id' | 'token'>

const ended = (
  { id, token }: Held,
  outcome: Outcome | undefined,
  next: NextState,
  failure?: string,
): Settlement => ({
  id,
  token,
  next,
  ...(outcome !== undefined && { outcome }),
  ...(failure !== undefined && { failure }),
})
export const completed = (job: Held): Settlement => ended(job, 'succeeded', { state: 'completed' })
export const failed = (job: Held): Settlement => ended(job, 'failed', { state: 'failed' }, '"bad"')
export const returned = (job: ClaimedJob, outcome: Outcome, delayMs?: number): Settlement =>
  ended(job, outcome, {
    state: 'queued',
    attempt: job.attempt - 1,
    headStartMs: 0,
    ...(delayMs !== undefined && { delayMs }),
  })

export const idsOf = (jobs: readonly { readonly id: string }[]): readonly string[] =>
  jobs.map(({ id }) => id)
