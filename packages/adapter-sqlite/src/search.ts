import type { JobFilter, JobState } from '@nightshift/core'
import { addressOf, HEAD_LENGTH, headAt, pieces } from './address.js'
import { labelOf } from './filter.js'
import type { Kind } from './names.js'
import { BLOCKED, DELAYED, FINAL_STATES, finalCode, WAITING } from './rows.js'
import type { Store } from './store.js'

export interface Halves {
  readonly hi: number
  readonly lo: number
}

/** What one listing looks for: at most `limit` jobs older than `below`. */
export interface Search {
  readonly filter: JobFilter
  readonly kinds: readonly Kind[]
  readonly below: Halves
  readonly limit: number
}

/** Up to so many waiting jobs of a queue are sorted; above, walking down from the newest is faster. */
const SORTED_AT_MOST = 10_000

/**
 * The newest jobs by state, queue and name, or of one label; what else is asked is for the caller
 * to check.
 */
export function newestHeads(store: Store, search: Search): readonly string[] {
  const { filter, below, limit } = search
  const label = labelOf(filter)
  if (label !== undefined) {
    return store.sql.labelled.all<Halves>(label, below.hi, below.lo, limit).map(head)
  }
  if (!filter.states && filter.queue === undefined && filter.name === undefined) {
    return store.sql.newestJobs.all<Halves>(below.hi, below.lo, limit).map(head)
  }
  const wanted = (state: JobState) => filter.states?.includes(state) ?? true
  const found = [
    ...FINAL_STATES.filter(wanted).flatMap((state) => done(store, search, finalCode(state))),
    ...(wanted('queued') ? unfinished(store, search, 'queued') : []),
    ...(wanted('blocked') ? unfinished(store, search, 'blocked') : []),
    ...(wanted('running') ? running(store, search) : []),
  ]
  return found.sort().reverse().slice(0, limit)
}

const head = ({ hi, lo }: Halves): string => headAt(hi, lo)

const done = ({ sql }: Store, { kinds, below, limit }: Search, code: number): readonly string[] =>
  kinds.flatMap(({ id }) =>
    sql.newestDone.all<Halves>(id, code, below.hi, below.lo, limit).map(head),
  )

/** Running jobs have no index; the sessions that hold them are few. */
function running(store: Store, { kinds, below }: Search): readonly string[] {
  const wanted = new Set(kinds.map(({ id }) => id))
  const end = headAt(below.hi, below.lo)
  return heldJobs(store)
    .filter(({ head, kind }) => head < end && wanted.has(kind))
    .map(({ head }) => head)
}

/** Every running job, by the head of its id. */
export function heldJobs({ sql }: Store): readonly { head: string; kind: number }[] {
  const heads = sql.allHeld.all<{ held: string }>().flatMap(({ held }) => pieces(held, HEAD_LENGTH))
  return heads.map((head) => {
    const { hi, lo } = addressOf(head)
    return { head, kind: sql.kindAt.get<{ kind: number }>(hi, lo)?.kind ?? 0 }
  })
}

type Unfinished = 'queued' | 'blocked'

/** Queued and blocked jobs are indexed by queue, not by id. */
function unfinished(store: Store, search: Search, state: Unfinished): readonly string[] {
  const few = fewUnfinished(store, search, state)
  if (few) return few
  const { filter, below, limit } = search
  const { queue = null, name = null } = filter
  const queueId = queue === null ? null : (store.names.queueId(queue) ?? 0)
  const [first, last] = state === 'queued' ? [WAITING, DELAYED] : [BLOCKED, BLOCKED]
  return store.sql.newestQueued
    .all<Halves>(below.hi, below.lo, first, last, queueId, queueId, name, name, limit)
    .map(head)
}

/** All of them, or `undefined` when they are too many to be sorted here. */
function fewUnfinished(
  { sql }: Store,
  { kinds, below }: Search,
  state: Unfinished,
): readonly string[] | undefined {
  const wanted = new Set(kinds.map(({ id }) => id))
  const queues = new Set(kinds.map(({ queueId }) => queueId))
  const end = headAt(below.hi, below.lo)
  const statements = state === 'queued' ? [sql.waitingIn, sql.delayedIn] : [sql.blockedIn]
  const rows: (Halves & { readonly kind: number })[] = []
  for (const queue of queues) {
    for (const statement of statements) {
      rows.push(...statement.all<(typeof rows)[0]>(queue, SORTED_AT_MOST + 1 - rows.length))
      if (rows.length > SORTED_AT_MOST) return undefined
    }
  }
  return rows
    .filter(({ kind }) => wanted.has(kind))
    .map(head)
    .filter((id) => id < end)
}
