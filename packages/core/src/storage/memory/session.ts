import type { EpochMs } from '../../time/clock.js'
import type { CancelRequest, JobId, SessionId, TurnReply } from '../contract.js'
import type { StoredJob } from './stored-job.js'

/** One start of a worker, as the store knows it. */
export interface Session {
  readonly id: SessionId
  readonly worker: string
  leaseEndsAt: EpochMs
  /** Number of the last turn. */
  turn: number
  /** What was answered to it, in case it is asked again. */
  reply?: TurnReply
  readonly held: Map<JobId, StoredJob>
  /** Asked for, not told yet. */
  cancels: CancelRequest[]
}

/** The lease lasts less than its length: at its last instant it has run out. */
export const isLost = (session: Session, now: EpochMs): boolean => session.leaseEndsAt <= now

/** Lets anyone take over what the session holds. */
export const endLease = (session: Session): void => {
  session.leaseEndsAt = Number.NEGATIVE_INFINITY
}

export function takeCancels(session: Session): readonly CancelRequest[] {
  const cancels = session.cancels.filter(({ id }) => session.held.has(id))
  session.cancels = []
  return cancels
}
