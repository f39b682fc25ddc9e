import type { LimitUse, SessionId } from '@nightshift/core'
import type { Names } from './names.js'
import type { Statements } from './statements.js'
import type { Step } from './step.js'
import type { Tally } from './tally.js'

/** What every verb works with, inside a transaction of the connection. */
export interface Store {
  readonly sql: Statements
  readonly names: Names
  readonly sessions: Map<SessionId, KnownSession>
  /** Of the present transaction. */
  readonly step: Step
}

/** A session as this connection last saw it; its row in the database decides. */
export interface KnownSession {
  readonly id: number
  /** The worker's number among the names. */
  readonly worker: number
  /** The turn after which the rest was true. */
  turn: number
  held: HeldJobs
  tally: Tally
}

/** Heads of the ids of held jobs, in the order the session got them, with what is known of each. */
export type HeldJobs = Map<string, HeldFacts | undefined>

export interface HeldFacts {
  readonly kind: number
  readonly started: number
  /** What it counts against, if its end means nothing else that is special. */
  readonly limits?: readonly LimitUse[]
}
