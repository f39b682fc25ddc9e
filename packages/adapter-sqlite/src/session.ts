import type {
  CancelRequest,
  EpochMs,
  HeartbeatReply,
  NewSession,
  SessionEnd,
  SessionId,
  SessionRecord,
} from '@nightshift/core'
import { addressOf, HEAD_LENGTH, headOf, ID_LENGTH, pieces } from './address.js'
import { type Control, controlOf } from './step.js'
import type { KnownSession, Store } from './store.js'
import { fold, newTally } from './tally.js'

/** A session that is neither closed nor recovered from; its lease may have run out. */
export interface LiveSession {
  readonly known: KnownSession
  /** Number of its last turn. */
  readonly turn: number
  /** Ids of jobs whose cancel was asked for and that no turn has told yet. */
  readonly signals: string
}

interface SessionRow extends Control {
  readonly turn: number
  readonly loss: string | null
  readonly signals: string
}

/** A repeated call must neither revive the session nor take its jobs from it. */
export function openSession(
  store: Store,
  { id, worker, leaseMs, facts }: NewSession,
  now: EpochMs,
): void {
  const { sql, names } = store
  if (sql.findSession.get(id)) return
  hear(store, now)
  const lease = now + Math.ceil(leaseMs)
  sql.openSession.run(id, names.workerId(worker), facts ?? null, now, now, leaseMs, lease, now)
}

export function closeSession(store: Store, name: SessionId, end: SessionEnd): void {
  const session = liveSession(store, name)
  if (!session) return
  store.sessions.delete(name)
  endSession(store, session.known, end)
}

/** Lets anyone take over what the session holds; its row goes when nothing is left. */
export function endSession(
  { sql, step }: Store,
  { id, held, tally }: Pick<KnownSession, 'id' | 'held' | 'tally'>,
  loss: 'expired' | SessionEnd,
): void {
  fold(sql, tally, step.now)
  if (held.size === 0) {
    sql.deleteSession.run(id)
    return
  }
  sql.endSession.run(loss, held.size, id)
  step.hints.add('work')
}

export function heartbeat(
  store: Store,
  name: SessionId,
  leaseMs: number,
  now: EpochMs,
): HeartbeatReply {
  const session = liveSession(store, name)
  if (!session) return { status: 'session-lost' }
  hear(store, now)
  store.sql.beat.run(leaseMs, now + Math.ceil(leaseMs), now, session.known.id)
  return { status: 'alive', cancels: cancelsFor(store, session) }
}

/** A silence of everybody says that the store was away or its clock moved, not that all died. */
function hear(store: Store, now: EpochMs): void {
  const { heard } = controlOf(store)
  if (heard !== null) store.sql.spare.run(now, now, heard)
  store.sql.hear.run(now)
}

interface OpenSessionRow {
  readonly id: SessionId
  readonly worker: string
  readonly facts: string | null
  readonly opened: EpochMs
  readonly seen: EpochMs
  readonly lease: EpochMs
  readonly heldLength: number
}

export const sessions = ({ sql }: Store): readonly SessionRecord[] =>
  sql.openSessions
    .all<OpenSessionRow>()
    .map(({ id, worker, facts, opened, seen, lease, heldLength }) => ({
      id,
      worker,
      ...(facts !== null && { facts }),
      openedAt: opened,
      lastSeenAt: seen,
      leaseEndsAt: lease,
      running: heldLength / HEAD_LENGTH,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

export function liveSession(store: Store, name: SessionId): LiveSession | undefined {
  const known = store.sessions.get(name) ?? find(store, name)
  const row = known && store.sql.session.get<SessionRow>(known.id)
  // The one row comes with it, because nearly every turn needs both.
  if (row) store.step.control ??= row
  if (!row || row.loss !== null) {
    store.sessions.delete(name)
    return undefined
  }
  if (known.turn !== row.turn) remember(store, known, row.turn)
  store.sessions.set(name, known)
  return { known, turn: row.turn, signals: row.signals }
}

function find({ sql }: Store, name: SessionId): KnownSession | undefined {
  const row = sql.findSession.get<{ id: number; worker: number }>(name)
  return row && { ...row, turn: 0, held: new Map(), tally: newTally() }
}

/** Another connection made the last turns. */
function remember({ sql }: Store, known: KnownSession, turn: number): void {
  const row = sql.sessionHeld.get<{ held: string; tally: string }>(known.id)
  known.held = new Map(pieces(row?.held ?? '', HEAD_LENGTH).map((head) => [head, undefined]))
  known.tally = newTally(row?.tally)
  known.turn = turn
}

/** What the session is to be told of the jobs it still holds. */
export function cancelsFor(
  { sql }: Store,
  { known, signals }: LiveSession,
): readonly CancelRequest[] {
  if (signals === '') return []
  const asked = pieces(signals, ID_LENGTH).filter((id) => known.held.has(headOf(id)))
  return asked.sort().map((id) => {
    const { hi, lo } = addressOf(id)
    const reason = sql.jobAt.get<{ cancel_reason: string | null }>(hi, lo)?.cancel_reason
    return { id, reason: reason ?? '' }
  })
}
