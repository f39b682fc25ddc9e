import type { EpochMs, TurnReply, TurnRequest } from '@nightshift/core'
import { claim } from './claim.js'
import type { Holder } from './holder.js'
import { recover } from './recover.js'
import { readReply, writeReply } from './reply.js'
import { report } from './report.js'
import { cancelsFor, endLease, type LivingSession, livingSession } from './session.js'
import { settle } from './settle.js'
import type { Store } from './store.js'

export function turn(store: Store, request: TurnRequest, now: EpochMs): TurnReply {
  const session = livingSession(store, request.session, now)
  if (!session) return { status: 'session-lost' }
  if (request.turn === session.turn && session.turn > 0) return readReply(store, session.known)
  if (request.turn !== session.turn + 1) {
    endLease(store, request.session)
    return { status: 'session-lost' }
  }
  const reply = exchange(store, session, request, now)
  endTurn(store, session, request.turn, reply)
  return reply
}

type DoneReply = Extract<TurnReply, { status: 'done' }>

function exchange(
  store: Store,
  session: LivingSession,
  request: TurnRequest,
  now: EpochMs,
): DoneReply {
  const { id, worker, held } = session.known
  const holder: Holder = { session: id, worker, held, now }
  const settled = request.settle.map((settlement) => settle(store, holder, settlement))
  for (const message of request.report) report(store, holder, message)
  const recovered = recover(store, holder, request.recover)
  const { claimed, nextDueInMs } = claim(store, holder, request.claim)
  const cancels = cancelsFor(store, session)
  return {
    status: 'done',
    settled,
    claimed,
    recovered,
    cancels,
    ...(nextDueInMs !== undefined && { nextDueInMs }),
  }
}

/** One write of one row: fence, held jobs and reply. */
function endTurn(store: Store, { known }: LivingSession, turn: number, reply: DoneReply): void {
  store.sql.endTurn.run(turn, [...known.held].join(''), writeReply(reply), known.id, turn - 1)
  known.turn = turn
}
