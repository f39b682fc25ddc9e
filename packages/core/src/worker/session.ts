import type {
  CancelRequest,
  SessionId,
  Storage,
  TurnReply,
  TurnRequest,
} from '../storage/contract.js'
import { reliably } from '../storage/reliably.js'
import type { CancelTimer, Clock } from '../time/clock.js'

export type TurnWork = Omit<TurnRequest, 'session' | 'turn'>
export type DoneTurn = Extract<TurnReply, { readonly status: 'done' }>

/** A worker's lease on the store: serial numbered turns, and a heartbeat that keeps it. */
export interface Session {
  /** One turn, repeated until the store answered; `undefined` once the session is lost. */
  exchange(work: TurnWork): Promise<DoneTurn | undefined>
  /** Stops the heartbeat and gives the lease back. Never throws. */
  end(): Promise<void>
}

export interface SessionOptions {
  readonly storage: Storage
  readonly clock: Clock
  readonly worker: string
  readonly leaseMs: number
  /** Ends every wait for a store that does not answer. */
  readonly signal: AbortSignal
  onCancels(cancels: readonly CancelRequest[]): void
  /** The heartbeat found the session gone; the next exchange will answer the same. */
  onLost(): void
  onTrouble(error: Error, during: string): void
}

const BEATS_PER_LEASE = 3

/** Opens a session under a new id, waiting for the store if it must. */
export async function openSession(id: SessionId, options: SessionOptions): Promise<Session> {
  const { storage, clock, worker, leaseMs, signal, onTrouble } = options
  const patience = (during: string) => ({
    repeat: 'always' as const,
    signal,
    onRetry: (error: Error) => onTrouble(error, during),
  })
  await reliably(() => storage.openSession({ id, worker, leaseMs }), patience('opening a session'))

  let turn = 0
  let cancelBeat: CancelTimer = () => {}

  const beat = async () => {
    try {
      const reply = await storage.heartbeat(id, leaseMs)
      if (reply.status === 'session-lost') return options.onLost()
      if (reply.cancels.length > 0) options.onCancels(reply.cancels)
    } catch (error) {
      onTrouble(error as Error, 'a heartbeat')
    }
    scheduleBeat()
  }
  let ended = false
  const scheduleBeat = () => {
    if (!ended) cancelBeat = clock.setTimer(leaseMs / BEATS_PER_LEASE, () => void beat())
  }
  scheduleBeat()

  return {
    async exchange(work) {
      turn += 1
      const request: TurnRequest = { session: id, turn, ...work }
      const reply = await reliably(() => storage.turn(request), patience('a turn'))
      if (reply.status === 'done') return reply
      ended = true
      cancelBeat()
      return undefined
    },
    async end() {
      ended = true
      cancelBeat()
      try {
        await storage.closeSession(id)
      } catch (error) {
        // The lease runs out by itself.
        onTrouble(error as Error, 'closing a session')
      }
    },
  }
}
