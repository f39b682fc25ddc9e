import type { EpochMs, TurnReply, TurnRequest } from '@nightshift/core'
import { type Claim, claim } from './claim.js'
import { followUp } from './dependency.js'
import type { Holder } from './holder.js'
import { budgetsDue } from './limits/budget.js'
import { limitOpensAt, wakeByTime } from './limits/timing.js'
import { recover } from './recover.js'
import { readReply, writeReply } from './reply.js'
import { report } from './report.js'
import { saveLanes } from './serve-lanes.js'
import { cancelsFor, endSession, type LiveSession, liveSession } from './session.js'
import { settle } from './settle.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'
import { tallyText } from './tally.js'

export function turn(store: Store, request: TurnRequest, now: EpochMs): TurnReply {
  const session = liveSession(store, request.session)
  if (!session) return { status: 'session-lost' }
  if (request.turn === session.turn && session.turn > 0) return readReply(store, session.known)
  if (request.turn !== session.turn + 1) {
    store.sessions.delete(request.session)
    endSession(store, session.known, 'ended')
    return { status: 'session-lost' }
  }
  const reply = exchange(store, session, request, now)
  endTurn(store, session, request.turn, reply, now)
  return reply
}

type DoneReply = Extract<TurnReply, { status: 'done' }>

function exchange(
  store: Store,
  session: LiveSession,
  request: TurnRequest,
  now: EpochMs,
): DoneReply {
  const { id, worker, held, tally } = session.known
  const holder: Holder = { session: id, worker, held, tally, now }
  const settled = request.settle.map((settlement) => settle(store, holder, settlement))
  for (const message of request.report) report(store, holder, message)
  if (controlOf(store).releasing) followUp(store)
  const recovery = recover(store, holder, request.recover)
  if (isLimited(store)) wakeByTime(store)
  const claimed = claim(store, holder, request.claim)
  const cancels = cancelsFor(store, session)
  return {
    status: 'done',
    settled,
    claimed: claimed.claimed,
    recovered: recovery.recovered,
    cancels,
    more: claimed.more || recovery.more || isReleasing(store),
    ...timing(store, request, claimed, now),
  }
}

/** Limits may have come into being in this very transaction. */
const isLimited = (store: Store): boolean =>
  controlOf(store).limited === 1 || store.step.counts.size > 0

const isReleasing = (store: Store): boolean =>
  controlOf(store).releasing === 1 && store.sql.nextRelease.get() !== undefined

function timing(
  store: Store,
  request: TurnRequest,
  { nextDueAt }: Claim,
  now: EpochMs,
): Pick<DoneReply, 'nextDueInMs' | 'budgetsDue'> {
  if (!isLimited(store)) return dueIn(nextDueAt, now)
  saveLanes(store)
  const due = budgetsDue(store, now)
  const opensAt = limitOpensAt(store, request.claim)
  return {
    ...dueIn(Math.min(nextDueAt, opensAt), now),
    ...(due.length > 0 && { budgetsDue: due }),
  }
}

const dueIn = (at: EpochMs, now: EpochMs): Pick<DoneReply, 'nextDueInMs'> =>
  at < Number.POSITIVE_INFINITY ? { nextDueInMs: Math.max(at - now, 0) } : {}

/** One write of one row: fence, held jobs, reply and counts. */
function endTurn(
  store: Store,
  { known }: LiveSession,
  turn: number,
  reply: DoneReply,
  now: EpochMs,
): void {
  const { sql } = store
  const held = [...known.held.keys()].join('')
  const tally = tallyText(sql, known.tally, now)
  sql.endTurn.run(turn, held, writeReply(reply), now, tally, known.id, turn - 1)
  known.turn = turn
}
