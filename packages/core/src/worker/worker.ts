import type { EventBus } from '../events/bus.js'
import { decide } from '../job/decide.js'
import type { JobDefinition } from '../job/definition.js'
import { type Random, resolveRetry } from '../job/retry.js'
import {
  type ClaimedJob,
  MAX_TURN_JOBS,
  type RecoveredJob,
  type SettleAnswer,
  type Settlement,
  type Storage,
} from '../storage/contract.js'
import type { Clock } from '../time/clock.js'
import { announceSettled, referenceOf } from './announce.js'
import { createCrew, type Ended } from './crew.js'
import { thisProcess } from './process.js'
import { type DoneTurn, openSession, type Session, type TurnWork } from './session.js'
import { buryTheDead } from './undertaker.js'
import { createWakeUp } from './wake-up.js'

/** Claims due jobs into free slots, runs them and settles how they ended. */
export interface Worker {
  readonly name: string
  start(): void
  /** There may be something to do: look now, not at the next poll. */
  wake(): void
  /** Resolves when nothing runs, nothing is unsettled and nothing due is left. */
  idle(): Promise<void>
  /** Stops claiming, gives running jobs `withinMs`, then hands them back. Never throws. */
  stop(withinMs: number): Promise<void>
}

export interface WorkerOptions {
  readonly name: string
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly events: EventBus
  readonly definitions: ReadonlyMap<string, JobDefinition>
  /** Slots by queue. */
  readonly slots: ReadonlyMap<string, number>
  readonly leaseMs: number
  readonly pollMs: number
  readonly graceMs: number
  readonly maxResultBytes: number
  newSessionId(): string
  headStartOf(job: ClaimedJob): number
}

/** A settlement on its way to the store, and what to tell people once it is there. */
interface Outgoing {
  readonly settlement: Settlement
  confirmed(answer: SettleAnswer): void
}

const RECOVER_PER_TURN = 100
/** A job nobody here can run is left to others for this long. */
const UNKNOWN_JOB_DELAY_MS = 60_000
/** Only one suspect runs at a time; others are left to other workers, or to later. */
const SECOND_SUSPECT_DELAY_MS = 1_000
/** How long a closing worker waits for a store that does not answer. */
const LAST_WORDS_MS = 5_000

export function createWorker(options: WorkerOptions): Worker {
  const { clock, events, definitions } = options
  const wakeUp = createWakeUp(clock)
  const givenUp = new AbortController()
  const idleWaiters: (() => void)[] = []
  let outbox: Outgoing[] = []
  let phase: 'new' | 'serving' | 'stopping' | 'closing' = 'new'
  let ignoreHints = () => {}
  let recoverAt = 0
  /** A job under suspicion, which runs when nothing else does, and alone. */
  let suspect: ClaimedJob | undefined
  let serving: Promise<void> = Promise.resolve()

  const crew = createCrew({
    ...options,
    worker: options.name,
    onEnded: settle,
    onReportDue: wakeUp.wake,
  })
  const trouble = (error: Error, during: string) => events.emit('error', { error, during })

  const connect = (): Promise<Session> =>
    openSession(options.newSessionId(), {
      ...options,
      worker: options.name,
      facts: JSON.stringify({ ...thisProcess(), queues: [...options.slots.keys()] }),
      signal: givenUp.signal,
      onCancels: crew.cancel,
      onLost: wakeUp.wake,
      onTrouble: trouble,
    })

  async function serve(): Promise<void> {
    let session = await connect()
    while (phase !== 'closing' || outbox.length > 0) {
      await lookForTheDead(session)
      const sent = outbox.splice(0, MAX_TURN_JOBS)
      const work = composeTurn(sent)
      const reply = await session.exchange(work)
      if (reply) {
        for (const [index, { confirmed }] of sent.entries()) {
          confirmed(reply.settled[index] as SettleAnswer)
        }
        takeUp(reply)
        session.allowBlock(crew.longestMs())
        await rest(work, reply)
      } else {
        abandon()
        session = await connect()
      }
    }
    await session.end()
  }

  async function lookForTheDead(session: Session): Promise<void> {
    if (!recoveryIsDue()) return
    try {
      await buryTheDead(options.storage, session.id)
    } catch (error) {
      // Their leases run out by themselves.
      trouble(error as Error, 'looking for dead workers')
    }
  }

  const recoveryIsDue = () => phase === 'serving' && clock.now() >= recoverAt

  function composeTurn(sent: readonly Outgoing[]): TurnWork {
    const recover = recoveryIsDue() ? RECOVER_PER_TURN : 0
    if (recover > 0) recoverAt = clock.now() + options.leaseMs / 3
    return {
      settle: sent.map(({ settlement }) => settlement),
      report: crew.reports(),
      claim: phase === 'serving' && !suspect ? crew.freeSlots() : [],
      recover,
    }
  }

  function takeUp(reply: DoneTurn): void {
    for (const job of reply.recovered) giveBack(job)
    for (const job of reply.claimed) takeOn(job)
    // Of recovered jobs there may be more than one turn takes over.
    if (reply.recovered.length === RECOVER_PER_TURN) recoverAt = 0
    crew.cancel(reply.cancels)
    runSuspect()
  }

  function takeOn(job: ClaimedJob): void {
    // A claim that was under way when the stop came is handed back untouched.
    if (phase !== 'serving') handBack(job)
    else if (!definitions.has(job.name)) handBack(job, UNKNOWN_JOB_DELAY_MS)
    else if (!job.suspect) crew.run(job, definitions.get(job.name) as JobDefinition)
    else if (suspect) handBack(job, SECOND_SUSPECT_DELAY_MS)
    else suspect = job
  }

  /** The crew takes nobody else on while a suspect waits or runs. */
  function runSuspect(): void {
    if (!suspect || crew.size > 0) return
    crew.run(suspect, definitions.get(suspect.name) as JobDefinition)
  }

  function giveBack(job: RecoveredJob): void {
    events.emit('job:lost', { job: referenceOf(job), worker: job.lostWorker })
    const guilty = job.alone && job.loss === 'died'
    settle({ ...unbegun(job), ending: { type: 'lost', guilty } })
  }

  function handBack(job: ClaimedJob, delayMs?: number): void {
    settle({
      ...unbegun(job),
      ending: { type: 'untouched', ...(delayMs !== undefined && { delayMs }) },
    })
  }

  function settle(ended: Ended): void {
    const { job, ending } = ended
    if (suspect?.id === job.id) suspect = undefined
    const standing = {
      attempt: job.attempt,
      crashes: job.crashes,
      retry: resolveRetry(definitions.get(job.name)?.retry),
      headStartMs: options.headStartOf(job),
    }
    const decision = decide(ending, standing, options.random)
    const { failure, ...move } = decision
    const settlement: Settlement = {
      id: job.id,
      token: job.token,
      ...move,
      ...ended.entries,
      ...(failure && { failure: JSON.stringify(failure) }),
    }
    outbox.push({
      settlement,
      confirmed(answer) {
        if (answer.status !== 'settled') return
        announceSettled(events, ended, decision, answer.state)
      },
    })
    wakeUp.wake()
  }

  async function rest(work: TurnWork, reply: DoneTurn): Promise<void> {
    const mayHaveMore =
      phase === 'serving' &&
      (reply.more || (work.claim.length > 0 && reply.claimed.length > 0)) &&
      crew.freeSlots().length > 0 &&
      !suspect
    if (outbox.length > 0 || mayHaveMore || phase === 'closing') return
    if (crew.size === 0 && work.claim.length > 0 && reply.claimed.length === 0) {
      for (const resolve of idleWaiters.splice(0)) resolve()
    }
    await wakeUp.wait(Math.min(options.pollMs, reply.nextDueInMs ?? options.pollMs))
  }

  /** The lease is gone: whatever still runs here counts for nothing, and others will run it. */
  function abandon(): void {
    outbox = []
    const waiting = suspect && !crew.runs(suspect.id) ? 1 : 0
    const count = crew.abandon() + waiting
    suspect = undefined
    const error = new Error(`${options.name} lost its lease; jobs abandoned: ${count}`)
    trouble(error, 'keeping the lease')
  }

  async function stop(withinMs: number): Promise<void> {
    if (phase === 'new') return
    phase = 'stopping'
    ignoreHints()
    if (suspect && !crew.runs(suspect.id)) handBack(suspect)
    const deadline = createWakeUp(clock)
    await Promise.race([crew.ended(), deadline.wait(withinMs)])
    deadline.wake()
    crew.stopAll({ type: 'shutdown' })
    await crew.ended()
    phase = 'closing'
    wakeUp.wake()
    const cancelGivingUp = clock.setTimer(LAST_WORDS_MS, () => givenUp.abort())
    await serving
    cancelGivingUp()
    events.emit('worker:stopped', { worker: options.name })
  }

  return {
    name: options.name,
    start() {
      if (phase !== 'new') return
      phase = 'serving'
      ignoreHints = options.storage.onHint?.(wakeUp.wake) ?? ignoreHints
      serving = serve().catch((error) => trouble(error, 'serving'))
      events.emit('worker:started', { worker: options.name, queues: [...options.slots.keys()] })
    },
    wake: wakeUp.wake,
    idle: () =>
      new Promise((resolve) => {
        idleWaiters.push(resolve)
        wakeUp.wake()
      }),
    stop,
  }
}

/** A job that came from the store and was not run here. */
const unbegun = (job: ClaimedJob): Omit<Ended, 'ending'> => ({
  job,
  entries: {},
  durationMs: 0,
  cancelReason: job.cancelReason ?? '',
})
