import type { EpochMs } from '@nightshift/core'
import type { HeldJobs } from './store.js'
import type { Tally } from './tally.js'

/** Who acts in a turn. */
export interface Holder {
  /** Row of the session. */
  readonly session: number
  readonly worker: number
  /** Changes as the turn goes on. */
  readonly held: HeldJobs
  readonly tally: Tally
  readonly now: EpochMs
}
