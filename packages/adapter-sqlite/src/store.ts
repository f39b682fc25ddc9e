import type { SessionId } from '@nightshift/core'
import type { Names } from './names.js'
import type { Statements } from './statements.js'

/** What every verb works with, inside a transaction of the connection. */
export interface Store {
  readonly sql: Statements
  readonly names: Names
  readonly sessions: Map<SessionId, KnownSession>
}

/** A session as this connection last saw it; its row in the database decides. */
export interface KnownSession {
  readonly id: number
  /** The worker's number among the names. */
  readonly worker: number
  /** The turn after which `held` was true. */
  turn: number
  /** Heads of the ids of the jobs it holds, in the order it got them. */
  held: Set<string>
}
