import type { EpochMs } from '@nightshift/core'

/** Who acts in a turn. */
export interface Holder {
  /** Row of the session. */
  readonly session: number
  readonly worker: number
  /** Heads of the ids it holds; changes as the turn goes on. */
  readonly held: Set<string>
  readonly now: EpochMs
}
