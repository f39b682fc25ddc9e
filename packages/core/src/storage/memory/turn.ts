import type { EpochMs } from '../../time/clock.js'
import type { HeartbeatReply, NewSession, SessionId, TurnReply, TurnRequest } from '../contract.js'
import { claim, nextDueIn } from './claim.js'
import { livingSession, type MemoryData } from './memory-data.js'
import { recover } from './recover.js'
import { endLease, type Session, takeCancels } from './session.js'
import { report, settle } from './settle.js'

export function openSession(data: MemoryData, { id, worker, leaseMs }: NewSession): void {
  // A repeated call must neither revive the session nor take its jobs from it.
  if (data.sessions.has(id)) return
  const leaseEndsAt = data.clock.now() + leaseMs
  data.sessions.set(id, { id, worker, leaseEndsAt, turn: 0, held: new Map(), cancels: [] })
}

export function closeSession(data: MemoryData, id: SessionId): void {
  const session = data.sessions.get(id)
  if (session) endLease(session)
}

export function heartbeat(data: MemoryData, id: SessionId, leaseMs: number): HeartbeatReply {
  const now = data.clock.now()
  const session = livingSession(data, id, now)
  if (!session) return { status: 'session-lost' }
  session.leaseEndsAt = now + leaseMs
  return { status: 'alive', cancels: takeCancels(session) }
}

export function turn(data: MemoryData, request: TurnRequest): TurnReply {
  const now = data.clock.now()
  const session = livingSession(data, request.session, now)
  if (!session) return { status: 'session-lost' }
  if (session.reply && request.turn === session.turn) return copied(session.reply)
  if (request.turn !== session.turn + 1) {
    endLease(session)
    return { status: 'session-lost' }
  }
  session.turn = request.turn
  session.reply = exchange(data, session, request, now)
  return copied(session.reply)
}

function exchange(
  data: MemoryData,
  session: Session,
  request: TurnRequest,
  now: EpochMs,
): TurnReply {
  const settled = request.settle.map((settlement) => settle(data, session, settlement, now))
  for (const message of request.report) report(session, message)
  const recovered = recover(data, session, request.recover, now)
  const claimed = claim(data, session, request.claim, now)
  const cancels = takeCancels(session)
  const nextDueInMs = nextDueIn(data, request.claim, now)
  return {
    status: 'done',
    settled,
    claimed,
    recovered,
    cancels,
    ...(nextDueInMs !== undefined && { nextDueInMs }),
  }
}

/** The kept reply must not change when the caller changes the one it was given. */
function copied(reply: TurnReply): TurnReply {
  if (reply.status !== 'done') return reply
  const { settled, claimed, recovered, cancels } = reply
  return {
    ...reply,
    settled: settled.map((answer) => ({ ...answer })),
    claimed: claimed.map((job) => ({ ...job })),
    recovered: recovered.map((job) => ({ ...job })),
    cancels: cancels.map((request) => ({ ...request })),
  }
}
