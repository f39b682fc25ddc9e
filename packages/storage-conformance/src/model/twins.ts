import type { ScheduleMove, Storage, TurnReply } from '@nightshift/core'
import { assertSame } from '../same.js'
import type { VirtualClock } from '../virtual-clock.js'
import { Cast, pick, type TwinSession } from './cast.js'
import type { Recency } from './draft.js'
import { comparable, type Pair, pair, type Side } from './pair.js'
import { readEverything } from './read-everything.js'
import { definitions, moveSchedule, set } from './setting.js'
import { repeatTurn, takeTurn } from './shift.js'
import type { MoveStep, Step } from './step.js'

/** Two storages on one clock, told the same; they must never differ in what they answer. */
export class Twins {
  readonly #storages: Pair<Storage>
  readonly #clock: VirtualClock
  readonly #cast: Cast
  #seen: Pair<number> = { reference: 0, actual: 0 }

  constructor(reference: Storage, actual: Storage, clock: VirtualClock) {
    this.#storages = { reference, actual }
    this.#clock = clock
    this.#cast = new Cast(clock)
  }

  /** Limits, two schedules and a worker: without them most steps would do nothing. */
  async prepare(): Promise<void> {
    const now = this.#clock.now()
    await pair(this.#storages, async (storage) => {
      await storage.defineLimits(definitions(now, { concurrency: 1, amount: 7 }))
      const schedule = { definition: '1', state: '1' }
      await storage.putSchedule({ ...schedule, id: 's', dependents: ['t'] }, undefined)
      await storage.putSchedule({ ...schedule, id: 't', dependents: [] }, undefined)
      await storage.observe()
    })
    this.#seen = await pair(this.#storages, async (storage) => (await newsAfter(storage)).sequence)
    await this.#open(1_000)
  }

  async take(step: Step): Promise<void> {
    await this.#take(step)
    const after = `after ${JSON.stringify(step)}`
    const seen = await pair(this.#storages, (storage) => readEverything(storage, this.#cast.ids))
    assertSame(seen.actual, seen.reference, `the stores differ ${after}`)
    const news = await pair(this.#storages, (storage, side) => newsAfter(storage, this.#seen[side]))
    assertSame(news.actual.lines, news.reference.lines, `the events differ ${after}`)
    this.#seen = { reference: news.reference.sequence, actual: news.actual.sequence }
    await pair(this.#storages, (storage) => storage.observe())
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
        const older = [...this.#cast.ids]
        const units = step.units.map((unit) => unit.map((draft) => this.#cast.job(draft, older)))
        await this.#agree(step, (storage) => storage.enqueue(units))
        return
      }
      case 'command': {
        const ids = step.jobs.flatMap((recency) => pick(this.#cast.ids, recency) ?? [])
        const isForMany = step.command.type === 'promote' || step.command.type === 'reprioritise'
        // What one does to its dependents may come before or after the next is looked at.
        const chosen = isForMany ? ids : ids.slice(0, 1)
        await this.#agree(step, (storage) => storage.command(chosen, step.command))
        return
      }
      case 'close':
      case 'heartbeat':
      case 'turn':
        return this.#inSession(step)
      case 'move':
        return this.#move(step)
      default:
        await this.#agree(step, (storage, side) =>
          set(storage, side, step, this.#cast, this.#clock),
        )
    }
  }

  async #inSession(step: Extract<Step, { session: Recency }>): Promise<void> {
    const session = pick(this.#cast.sessions, step.session)
    if (!session) return
    if (step.type === 'close') {
      await this.#agree(step, (storage) => storage.closeSession(session.id, step.end))
    } else if (step.type === 'heartbeat') {
      await this.#agree(step, (storage) => storage.heartbeat(session.id, step.leaseMs))
    } else if (step.number === 'repeat') {
      const replies = await repeatTurn(this.#storages, session)
      if (replies) compare(step, replies)
    } else {
      // As core's worker does: a lost session is followed by a new one.
      await this.#turn(session.isLost ? await this.#open(1_000) : session, step)
    }
  }

  async #open(leaseMs: number): Promise<TwinSession> {
    const number = this.#cast.sessions.length + 1
    const session = { id: `session-${number}`, worker: `worker-${number}`, leaseMs }
    await pair(this.#storages, (storage) => storage.openSession(session))
    const opened = { id: session.id, turn: 0 }
    this.#cast.sessions.push(opened)
    return opened
  }

  async #turn(session: TwinSession, step: Extract<Step, { type: 'turn' }>): Promise<void> {
    const replies = await takeTurn(this.#storages, this.#cast, session, step)
    // When a limit may have room again need not be told to the millisecond.
    const isForetold = !step.claim.some(({ queue }) => queue === 'c')
    compare(step, isForetold ? replies : await pair(replies, withoutForecast))
    if (replies.reference.status === 'session-lost') session.isLost = true
    this.#remember(session, replies)
  }

  /** Both answers are known to be the same but for their tokens. */
  #remember(session: TwinSession, { reference, actual }: Pair<TurnReply>): void {
    if (reference.status !== 'done' || actual.status !== 'done') return
    const twins = [...actual.claimed, ...actual.recovered]
    for (const { id, attempt, token } of [...reference.claimed, ...reference.recovered]) {
      const twin = twins.find((job) => job.id === id)
      if (!twin) continue
      const tokens = { reference: token, actual: twin.token }
      this.#cast.claims.push({ id, session: session.id, attempt, tokens })
    }
  }

  async #move(step: MoveStep): Promise<void> {
    const older = [...this.#cast.ids]
    const jobs = step.jobs.map((draft) => this.#cast.job(draft, older))
    const move: Omit<ScheduleMove, 'expectedRevision'> = {
      id: 's',
      state: `"${this.#clock.now()}"`,
      ...(step.dueInMs !== undefined && { dueAt: this.#clock.now() + step.dueInMs }),
      occurrences: jobs.flatMap(({ id, occurrence }) =>
        occurrence ? [{ ...occurrence, state: 'enqueued', detail: '1', job: id }] : [],
      ),
      enqueue: jobs,
      cancel: step.cancel.flatMap((recency) => {
        const job = pick(older, recency)
        return job === undefined ? [] : [{ job, reason: 'moved' }]
      }),
    }
    await this.#agree(step, (storage) => moveSchedule(storage, step, move))
  }

  async #agree<T>(step: Step, call: (storage: Storage, side: Side) => Promise<T>): Promise<void> {
    compare(step, await pair(this.#storages, call))
  }
}

function compare(step: Step, { reference, actual }: Pair<unknown>): void {
  const message = `the answers to ${JSON.stringify(step)} differ`
  assertSame(comparable(actual), comparable(reference), message)
}

const withoutForecast = (reply: TurnReply): TurnReply => {
  if (reply.status !== 'done') return reply
  const { nextDueInMs: _, ...rest } = reply
  return rest
}

/** Which of several events of one step comes first is not compared. */
async function newsAfter(storage: Storage, after?: number) {
  const asked = { limit: 10_000, ...(after !== undefined && { after }) }
  const { events, sequence } = await storage.events(asked)
  return { sequence, lines: events.map(({ type, job }) => `${type} ${job?.id}`).sort() }
}
