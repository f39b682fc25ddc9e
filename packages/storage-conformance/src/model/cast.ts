import type { JobId, NewJob, SessionId, TurnReply, TurnRequest } from '@nightshift/core'
import { collidingId, idNumber, newJob } from '../builders.js'
import type { VirtualClock } from '../virtual-clock.js'
import { type JobDraft, LANES, type Recency } from './draft.js'
import type { Pair } from './pair.js'

/** A claim as both storages know it: the tokens are theirs, and never the same. */
export interface TwinClaim {
  readonly id: JobId
  readonly session: SessionId
  readonly attempt: number
  readonly tokens: Pair<number>
}

export interface TwinSession {
  readonly id: SessionId
  turn: number
  isLost?: true
  last?: { readonly requests: Pair<TurnRequest>; readonly replies: Pair<TurnReply> }
}

export const pick = <T>(list: readonly T[], recency: Recency): T | undefined =>
  list[list.length - 1 - (recency % Math.max(list.length, 1))]

/** Who has come up so far in a run: jobs, sessions and claims. */
export class Cast {
  readonly ids: JobId[] = []
  readonly sessions: TwinSession[] = []
  readonly claims: TwinClaim[] = []
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** `older`: the jobs there were before the step. */
  job(draft: JobDraft, older: readonly JobId[]): NewJob {
    const { id, lane, name, priority, headStartMs, labels, dedup, after, nominal } = draft
    const dependsOn = after.flatMap(({ job, onFailure }) => {
      const parent = pick(this.ids, job)
      return parent === undefined ? [] : [{ id: parent, onFailure }]
    })
    const isFresh = id === 'fresh'
    return newJob(this.#idFor(id, older), {
      ...LANES[lane],
      ...labels,
      name,
      priority,
      headStartMs,
      input: `[ ${this.ids.length} ]`,
      ...(priority > 2 && { options: '{ "retry": false }' }),
      ...(nominal !== undefined && { occurrence: { schedule: 's', nominal, run: 0 } }),
      ...(isFresh && dependsOn.length > 0 && { dependsOn }),
      // Which comes first, a known id or a held key, is not part of the contract; nor are keys
      // whose jobs differ in their modes.
      ...(isFresh && dedup && { dedup: { key: dedup.mode, ...dedup } }),
      ...this.#dueTime(draft.due),
    })
  }

  #dueTime(due: JobDraft['due']): Pick<NewJob, 'delayMs' | 'dueAt'> {
    if (due === 'now') return {}
    const { delayMs, inMs } = due
    return {
      ...(delayMs !== undefined && { delayMs }),
      ...(inMs !== undefined && { dueAt: this.#clock.now() + inMs }),
    }
  }

  #idFor(wanted: JobDraft['id'], older: readonly JobId[]): JobId {
    const meant = wanted === 'fresh' ? undefined : pick(older, wanted.job)
    if (wanted !== 'fresh' && meant !== undefined) {
      return wanted.like === 'known' ? meant : collidingId(meant)
    }
    const id = idNumber(this.ids.length + 1)
    this.ids.push(id)
    return id
  }
}
