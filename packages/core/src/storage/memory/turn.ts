import type { EpochMs } from '../../time/clock.js'
import type { TurnReply, TurnRequest } from '../contract.js'
import { budgetsDue } from './budget.js'
import { claim } from './claim.js'
import { followUp } from './dependencies.js'
import type { MemoryData } from './memory-data.js'
import { nextDueIn, wakeByTime } from './next-due.js'
import { recover } from './recover.js'
import { cancelsFor, end, openSessionOf, type Session } from './session.js'
import { report, settle } from './settle.js'

export function turn(data: MemoryData, request: TurnRequest): TurnReply {
  const now = data.clock.now()
  const session = openSessionOf(data, request.session)
  if (!session) return { status: 'session-lost' }
  if (session.reply && request.turn === session.turn) return copied(session.reply)
  if (request.turn !== session.turn + 1) {
    end(data, session, 'ended')
    return { status: 'session-lost' }
  }
  session.turn = request.turn
  session.lastSeenAt = now
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
  for (const message of request.report) report(data, session, message, now)
  followUp(data, now)
  const recovery = recover(data, session, request.recover, now)
  wakeByTime(data, now)
  const { claimed, more } = claim(data, session, request.claim, now)
  const cancels = cancelsFor(session)
  session.cancels = []
  const nextDueInMs = nextDueIn(data, request.claim, now)
  const due = budgetsDue(data, now)
  return {
    status: 'done',
    settled,
    claimed,
    recovered: recovery.recovered,
    cancels,
    more: more || recovery.more || data.toFollow.size > 0,
    ...(nextDueInMs !== undefined && { nextDueInMs }),
    ...(due.length > 0 && { budgetsDue: due }),
  }
}

/** The kept reply must not change when the caller changes the one it was given. */
function copied(reply: TurnReply): TurnReply {
  if (reply.status !== 'done') return reply
  const { settled, claimed, recovered, cancels, budgetsDue: due } = reply
  return {
    ...reply,
    settled: settled.map((answer) => ({ ...answer })),
    claimed: claimed.map((job) => ({ ...job })),
    recovered: recovered.map((job) => ({ ...job })),
    cancels: cancels.map((request) => ({ ...request })),
    ...(due && { budgetsDue: [...due] }),
  }
}
