import type {
  JobId,
  NewJob,
  Report,
  SessionId,
  Settlement,
  Storage,
  TurnReply,
  TurnRequest,
} from '@nightshift/core'
import { collidingId, idNumber, newJob } from '../builders.js'
import { assertSame } from '../same.js'
import type { VirtualClock } from '../virtual-clock.js'
import { settlementFrom } from './ending.js'
import { type Pair, pair, readEverything, withoutOrder } from './pair.js'
import type { JobDraft, Recency, Step } from './step.js'

/** A claim as both storages know it: the tokens are theirs, and never the same. */
interface TwinClaim {
  readonly id: JobId
  readonly attempt: number
  readonly tokens: Pair<number>
}

interface TwinSession {
  readonly id: SessionId
  turn: number
  isLost?: true
  last?: { readonly requests: Pair<TurnRequest>; readonly replies: Pair<TurnReply> }
}

/** Two storages on one clock, told the same; they must never differ in what they answer. */
export class Twins {
  readonly #storages: Pair<Storage>
  readonly #clock: VirtualClock
  readonly #ids: JobId[] = []
  readonly #sessions: TwinSession[] = []
  readonly #claims: TwinClaim[] = []

  constructor(reference: Storage, actual: Storage, clock: VirtualClock) {
    this.#storages = { reference, actual }
    this.#clock = clock
  }

  async take(step: Step): Promise<void> {
    await this.#take(step)
    const seen = await pair(this.#storages, (storage) => readEverything(storage, this.#ids))
    assertSame(seen.actual, seen.reference, `the stores differ after ${JSON.stringify(step)}`)
  }

  async #take(step: Step): Promise<void> {
    switch (step.type) {
      case 'advance':
        this.#clock.advance(step.ms)
        return
      case 'open':
        await this.#open(step.leaseMs)
        return
      case 'enqueue': {
        const older = [...this.#ids]
        const units = step.units.map((unit) => unit.map((draft) => this.#job(draft, older)))
        await this.#agree(step, (storage) => storage.enqueue(units))
        return
      }
      case 'command': {
        const ids = step.jobs.flatMap((recency) => pick(this.#ids, recency) ?? [])
        await this.#agree(step, (storage) => storage.command(ids, step.command))
        return
      }
      default:
        return this.#inSession(step)
    }
  }

  async #inSession(step: Extract<Step, { session: Recency }>): Promise<void> {
    const session = pick(this.#sessions, step.session)
    if (!session) return
    if (step.type === 'close') {
      await this.#agree(step, (storage) => storage.closeSession(session.id, step.end))
    } else if (step.type === 'heartbeat') {
      await this.#agree(step, (storage) => storage.heartbeat(session.id, step.leaseMs))
    } else if (step.number === 'repeat') {
      await this.#repeat(session, step)
    } else {
      // As core's worker does: a lost session is followed by a new one.
      await this.#turn(session.isLost ? await this.#open(1_000) : session, step)
    }
  }

  async #open(leaseMs: number): Promise<TwinSession> {
    const number = this.#sessions.length + 1
    const session = { id: `session-${number}`, worker: `worker-${number}`, leaseMs }
    await pair(this.#storages, (storage) => storage.openSession(session))
    const opened = { id: session.id, turn: 0 }
    this.#sessions.push(opened)
    return opened
  }

  async #turn(session: TwinSession, step: Extract<Step, { type: 'turn' }>): Promise<void> {
    const turn = session.turn + (step.number === 'wrong' ? 3 : 1)
    const requests = await pair(this.#storages, (_, side) => ({
      session: session.id,
      turn,
      settle: this.#settlements(step, side),
      report: this.#reports(step, side),
      claim: step.claim,
      recover: step.recover,
    }))
    const replies = await this.#agree(step, (storage, side) => storage.turn(requests[side]))
    if (replies.reference.status === 'session-lost') session.isLost = true
    if (step.number === 'wrong') return
    session.turn = turn
    session.last = { requests, replies }
    this.#remember(replies)
  }

  /** A repeated turn is compared with the answer of its own storage, tokens included. */
  async #repeat(session: TwinSession, step: Step): Promise<void> {
    const { last } = session
    if (!last) return
    const replies = await this.#agree(step, (storage, side) => storage.turn(last.requests[side]))
    for (const side of ['reference', 'actual'] as const) {
      if (replies[side].status === 'done') {
        assertSame(replies[side], last.replies[side], `${side}: a repeated turn answers the same`)
      }
    }
  }

  #settlements(step: Extract<Step, { type: 'turn' }>, side: keyof Pair<unknown>): Settlement[] {
    return step.settle.flatMap((draft) => {
      const claim = pick(this.#claims, draft.claim)
      return claim ? [settlementFrom(draft, { ...claim, token: claim.tokens[side] })] : []
    })
  }

  #reports(step: Extract<Step, { type: 'turn' }>, side: keyof Pair<unknown>): Report[] {
    return step.report.flatMap(({ claim: recency, note }) => {
      const claim = pick(this.#claims, recency)
      const logs = [{ at: 1, level: 'info', message: note } as const]
      return claim ? [{ id: claim.id, token: claim.tokens[side], progress: note, logs }] : []
    })
  }

  /** Both answers are known to be the same but for their tokens. */
  #remember({ reference, actual }: Pair<TurnReply>): void {
    if (reference.status !== 'done' || actual.status !== 'done') return
    const twins = [...actual.claimed, ...actual.recovered]
    for (const { id, attempt, token } of [...reference.claimed, ...reference.recovered]) {
      const twin = twins.find((job) => job.id === id)
      if (twin) this.#claims.push({ id, attempt, tokens: { reference: token, actual: twin.token } })
    }
  }

  #job({ id, due, dedup, ...given }: JobDraft, older: readonly JobId[]): NewJob {
    const job = newJob(this.#idFor(id, older), {
      ...given,
      input: `[ ${this.#ids.length} ]`,
      ...(given.priority > 2 && { options: '{ "retry": false }' }),
      ...this.#dueTime(due),
    })
    // Which refusal comes first, by key or by id, is not part of the contract.
    // Nor are keys whose jobs differ in their modes.
    return dedup && id === 'fresh' ? { ...job, dedup: { key: dedup.mode, ...dedup } } : job
  }

  #dueTime(due: JobDraft['due']): Pick<NewJob, 'delayMs' | 'dueAt'> {
    if (due === 'now') return {}
    const { delayMs, inMs } = due
    return {
      ...(delayMs !== undefined && { delayMs }),
      ...(inMs !== undefined && { dueAt: this.#clock.now() + inMs }),
    }
  }

  #idFor(wanted: JobDraft['id'], older: readonly JobId[]): JobId {
    const meant = wanted === 'fresh' ? undefined : pick(older, wanted.job)
    if (wanted !== 'fresh' && meant !== undefined) {
      return wanted.like === 'known' ? meant : collidingId(meant)
    }
    const id = idNumber(this.#ids.length + 1)
    this.#ids.push(id)
    return id
  }

  async #agree<T>(
    step: Step,
    call: (storage: Storage, side: keyof Pair<T>) => Promise<T>,
  ): Promise<Pair<T>> {
    const answers = await pair(this.#storages, call)
    const message = `the answers to ${JSON.stringify(step)} differ`
    assertSame(withoutOrder(answers.actual), withoutOrder(answers.reference), message)
    return answers
  }
}

const pick = <T>(list: readonly T[], recency: Recency): T | undefined =>
  list[list.length - 1 - (recency % Math.max(list.length, 1))]
