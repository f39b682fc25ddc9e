import type {
  CancelRequest,
  JsonText,
  SessionId,
  Storage,
  TurnReply,
  TurnRequest,
} from '../storage/contract.js'
import { reliably } from '../storage/reliably.js'
import type { Clock } from '../time/clock.js'
import { startHeart } from './heart.js'

export type TurnWork = Omit<TurnRequest, 'session' | 'turn'>
export type DoneTurn = Extract<TurnReply, { readonly status: 'done' }>

/** A worker's lease on the store: serial numbered turns, and a heart that keeps it. */
export interface Session {
  readonly id: SessionId
  /** One turn, repeated until the store answered; `undefined` once the session is lost. */
  exchange(work: TurnWork): Promise<DoneTurn | undefined>
  /** The event loop may stand still this long before the lease is given up. */
  allowBlock(ms: number): void
  /** Stops the heart and gives the lease back. Never throws. */
  end(): Promise<void>
}

export interface SessionOptions {
  readonly storage: Storage
  readonly clock: Clock
  readonly worker: string
  readonly facts: JsonText
  readonly leaseMs: number
  /** Ends every wait for a store that does not answer. */
  readonly signal: AbortSignal
  onCancels(cancels: readonly CancelRequest[]): void
  /** The heartbeat found the session gone; the next exchange will answer the same. */
  onLost(): void
  onTrouble(error: Error, during: string): void
}

/** Opens a session under a new id, waiting for the store if it must. */
export async function openSession(id: SessionId, options: SessionOptions): Promise<Session> {
  const { storage, worker, facts, leaseMs, signal, onTrouble } = options
  const patience = (during: string) => ({
    repeat: 'always' as const,
    signal,
    onRetry: (error: Error) => onTrouble(error, during),
  })
  const opening = () => storage.openSession({ id, worker, leaseMs, facts })
  await reliably(opening, patience('opening a session'))

  let turn = 0
  const heart = startHeart({
    ...options,
    session: id,
    onReply(reply) {
      if (reply.status === 'session-lost') options.onLost()
      else if (reply.cancels.length > 0) options.onCancels(reply.cancels)
    },
    onTrouble: (error) => onTrouble(error, 'a heartbeat'),
  })

  return {
    id,
    async exchange(work) {
      turn += 1
      const request: TurnRequest = { session: id, turn, ...work }
      const reply = await reliably(() => storage.turn(request), patience('a turn'))
      if (reply.status === 'done') return reply
      heart.stop()
      return undefined
    },
    allowBlock: heart.allowBlock,
    async end() {
      heart.stop()
      try {
        await storage.closeSession(id, 'ended')
      } catch (error) {
        // The lease runs out by itself.
        onTrouble(error as Error, 'closing a session')
      }
    },
  }
}
