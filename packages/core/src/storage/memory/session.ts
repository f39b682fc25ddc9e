import type { EpochMs } from '../../time/clock.js'
import type {
  CancelRequest,
  HeartbeatReply,
  JobId,
  NewSession,
  RecoveredJob,
  SessionEnd,
  SessionId,
  SessionRecord,
  Settlement,
  TurnReply,
} from '../contract.js'
import type { MemoryData } from './memory-data.js'
import type { StoredJob } from './stored-job.js'

type Loss = RecoveredJob['loss']

/** One start of a worker, as the store knows it. */
export interface Session extends Pick<NewSession, 'id' | 'worker' | 'facts'> {
  readonly openedAt: EpochMs
  leaseMs: number
  leaseEndsAt: EpochMs
  lastSeenAt: EpochMs
  /** After a silence of the whole store it cannot be recovered from until then. */
  sparedUntil: EpochMs
  /** How it ended, if it was closed or recovered from: it can do nothing more. */
  loss?: Loss | undefined
  /** Jobs it held when it was over. */
  heldAtEnd: number
  /** Number of the last turn. */
  turn: number
  /** What was answered to it, in case it is asked again. */
  reply?: TurnReply
  readonly held: Map<JobId, StoredJob>
  /** Asked for, not told by a turn yet. */
  cancels: CancelRequest[]
}

export function openSession(data: MemoryData, { id, worker, leaseMs, facts }: NewSession): void {
  // A repeated call must neither revive the session nor take its jobs from it.
  if (data.sessions.has(id)) return
  const now = data.clock.now()
  hear(data, now)
  data.sessions.set(id, {
    id,
    worker,
    ...(facts !== undefined && { facts }),
    openedAt: now,
    leaseMs,
    leaseEndsAt: now + leaseMs,
    lastSeenAt: now,
    sparedUntil: now,
    heldAtEnd: 0,
    turn: 0,
    held: new Map(),
    cancels: [],
  })
}

export function closeSession(data: MemoryData, id: SessionId, loss: SessionEnd): void {
  const session = data.sessions.get(id)
  if (session) end(data, session, loss)
}

/** Lets anyone take over what the session holds, and nothing else be done with it. */
export function end(data: MemoryData, session: Session, loss: Loss): void {
  if (session.loss) return
  session.loss = loss
  session.heldAtEnd = session.held.size
  if (session.held.size === 0) data.sessions.delete(session.id)
  else data.hints.add('work')
}

export function heartbeat(data: MemoryData, id: SessionId, leaseMs: number): HeartbeatReply {
  const now = data.clock.now()
  const session = openSessionOf(data, id)
  if (!session) return { status: 'session-lost' }
  hear(data, now)
  session.leaseMs = leaseMs
  session.leaseEndsAt = now + leaseMs
  session.lastSeenAt = now
  return { status: 'alive', cancels: cancelsFor(session) }
}

export const sessions = (data: MemoryData): readonly SessionRecord[] =>
  [...data.sessions.values()]
    .filter(({ loss }) => !loss)
    .map(({ id, worker, facts, openedAt, lastSeenAt, leaseEndsAt, held }) => ({
      id,
      worker,
      ...(facts !== undefined && { facts }),
      openedAt,
      lastSeenAt,
      leaseEndsAt,
      running: held.size,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

/** One that is neither closed nor recovered from; its lease may have run out. */
export function openSessionOf(data: MemoryData, id: SessionId): Session | undefined {
  const session = data.sessions.get(id)
  return session?.loss ? undefined : session
}

/** The lease lasts less than its length: at its last instant it has run out. */
export const canBeRecovered = (data: MemoryData, session: Session, now: EpochMs): boolean =>
  session.loss !== undefined ||
  (session.leaseEndsAt <= now && session.sparedUntil <= now && !wasSilent(data, session, now))

/** A silence of everybody says that the store was away or its clock moved, not that all died. */
function hear(data: MemoryData, now: EpochMs): void {
  for (const session of data.sessions.values()) {
    if (wasSilent(data, session, now)) session.sparedUntil = now + silenceOf(session)
  }
  data.lastHeardAt = now
}

const wasSilent = ({ lastHeardAt = Number.POSITIVE_INFINITY }, session: Session, now: EpochMs) =>
  now - lastHeardAt >= silenceOf(session)

const silenceOf = ({ leaseMs }: Session) => (leaseMs * 2) / 3

/** The fence: the session must hold the job under this very claim. */
export function heldJob(
  session: Session,
  { id, token }: Pick<Settlement, 'id' | 'token'>,
): StoredJob | undefined {
  const job = session.held.get(id)
  return job?.holder?.token === token ? job : undefined
}

export const cancelsFor = (session: Session): readonly CancelRequest[] =>
  session.cancels
    .filter(({ id }) => session.held.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((request) => ({ ...request }))
