import assert from 'node:assert/strict'
import type {
  CancelRequest,
  ClaimedJob,
  HeartbeatReply,
  RecoveredJob,
  Report,
  SessionEnd,
  SessionId,
  SettleAnswer,
  Settlement,
  Storage,
  TurnReply,
  TurnRequest,
} from '@nightshift/core'

export type DoneTurn = Extract<TurnReply, { status: 'done' }>
/** What a turn is about; the worker adds session and number. */
export type TurnParts = Partial<Omit<TurnRequest, 'session' | 'turn'>>

/** A session that numbers its turns as core's worker does. */
export class Worker {
  readonly session: SessionId
  readonly name: string
  readonly #storage: Storage
  #turn = 0
  #last: TurnRequest | undefined

  constructor(storage: Storage, session: SessionId, name: string) {
    this.#storage = storage
    this.session = session
    this.name = name
  }

  /** The next turn, whatever the answer. */
  tryTurn(parts: TurnParts = {}): Promise<TurnReply> {
    this.#turn += 1
    return this.turnNumbered(this.#turn, parts)
  }

  turnNumbered(turn: number, parts: TurnParts = {}): Promise<TurnReply> {
    const { settle = [], report = [], claim = [], recover = 0 } = parts
    this.#last = { session: this.session, turn, settle, report, claim, recover }
    return this.#storage.turn(this.#last)
  }

  /** Sends the last turn again, as after an answer that never arrived. */
  repeatTurn(): Promise<TurnReply> {
    assert.ok(this.#last, 'there was no turn to repeat')
    return this.#storage.turn(this.#last)
  }

  /** The next turn; a lost session is an error. */
  async turn(parts: TurnParts = {}): Promise<DoneTurn> {
    const reply = await this.tryTurn(parts)
    assert.equal(reply.status, 'done', `the session of ${this.name} was lost`)
    return reply as DoneTurn
  }

  async claim(slots: number, queue = 'default'): Promise<readonly ClaimedJob[]> {
    return (await this.turn({ claim: [{ queue, slots }] })).claimed
  }

  async claimOne(queue = 'default'): Promise<ClaimedJob> {
    const [job] = await this.claim(1, queue)
    assert.ok(job, `nothing to claim in queue "${queue}"`)
    return job
  }

  async settle(...settle: readonly Settlement[]): Promise<readonly SettleAnswer[]> {
    return (await this.turn({ settle })).settled
  }

  async report(...report: readonly Report[]): Promise<void> {
    await this.turn({ report })
  }

  async recover(limit = 1_000): Promise<readonly RecoveredJob[]> {
    return (await this.turn({ recover: limit })).recovered
  }

  /** What an empty turn tells of cancel requests. */
  async cancels(): Promise<readonly CancelRequest[]> {
    return (await this.turn()).cancels
  }

  heartbeat(leaseMs = DEFAULT_LEASE_MS): Promise<HeartbeatReply> {
    return this.#storage.heartbeat(this.session, leaseMs)
  }

  close(end: SessionEnd = 'ended'): Promise<void> {
    return this.#storage.closeSession(this.session, end)
  }
}

export const DEFAULT_LEASE_MS = 15_000
