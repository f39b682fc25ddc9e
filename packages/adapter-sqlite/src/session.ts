import type {
  CancelRequest,
  EpochMs,
  HeartbeatReply,
  NewSession,
  SessionId,
} from '@nightshift/core'
import { addressOf, HEAD_LENGTH, headOf, ID_LENGTH, pieces } from './address.js'
import type { KnownSession, Store } from './store.js'

/** A session whose lease still runs, as its row says. */
export interface LivingSession {
  readonly known: KnownSession
  /** Number of its last turn. */
  readonly turn: number
  /** Ids of jobs whose cancel was asked for and is not told yet. */
  readonly signals: string
}

interface SessionRow {
  readonly turn: number
  readonly lease: number
  readonly signals: string
}

/** A repeated call must neither revive the session nor take its jobs from it. */
export function openSession(store: Store, { id, worker, leaseMs }: NewSession, now: EpochMs): void {
  store.sql.openSession.run(id, store.names.workerId(worker), now + Math.ceil(leaseMs))
}

/** Lets anyone take over what the session holds; its row goes when nothing is left. */
export function endLease(store: Store, name: SessionId): void {
  const known = find(store, name)
  if (known) store.sql.endLease.run(known.id)
  store.sessions.delete(name)
}

export function heartbeat(
  store: Store,
  name: SessionId,
  leaseMs: number,
  now: EpochMs,
): HeartbeatReply {
  const session = livingSession(store, name, now)
  if (!session) return { status: 'session-lost' }
  store.sql.beat.run(now + Math.ceil(leaseMs), session.known.id)
  return { status: 'alive', cancels: cancelsFor(store, session) }
}

export function livingSession(
  store: Store,
  name: SessionId,
  now: EpochMs,
): LivingSession | undefined {
  const known = store.sessions.get(name) ?? find(store, name)
  const row = known && store.sql.session.get<SessionRow>(known.id)
  if (!row || row.lease <= now) {
    store.sessions.delete(name)
    return undefined
  }
  if (known.turn !== row.turn) remember(store, known, row.turn)
  store.sessions.set(name, known)
  return { known, turn: row.turn, signals: row.signals }
}

function find({ sql }: Store, name: SessionId): KnownSession | undefined {
  const row = sql.findSession.get<{ id: number; worker: number }>(name)
  return row && { ...row, turn: 0, held: new Set() }
}

/** Another connection made the last turns. */
function remember({ sql }: Store, known: KnownSession, turn: number): void {
  const row = sql.sessionHeld.get<{ held: string }>(known.id)
  known.held = new Set(pieces(row?.held ?? '', HEAD_LENGTH))
  known.turn = turn
}

/** What the session is to be told of the jobs it still holds. */
export function cancelsFor(
  { sql }: Store,
  { known, signals }: LivingSession,
): readonly CancelRequest[] {
  if (signals === '') return []
  return pieces(signals, ID_LENGTH).flatMap((id) => {
    if (!known.held.has(headOf(id))) return []
    const { hi, lo } = addressOf(id)
    const reason = sql.jobAt.get<{ cancel_reason: string | null }>(hi, lo)?.cancel_reason
    return [{ id, reason: reason ?? '' }]
  })
}
