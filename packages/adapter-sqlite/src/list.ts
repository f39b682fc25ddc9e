import {
  type JobFilter,
  type JobPage,
  type JobState,
  type ListRequest,
  StorageError,
} from '@nightshift/core'
import { addressOf, BEYOND_ALL, HEAD_LENGTH, headAt, idAt, pieces } from './address.js'
import type { Kind } from './names.js'
import { FINAL_STATES, finalCode, type JobRow, recordOf } from './rows.js'
import type { Store } from './store.js'

interface Halves {
  readonly hi: number
  readonly lo: number
}

/** What one listing looks for: at most `limit` jobs older than `below`. */
interface Search {
  readonly filter: JobFilter
  readonly kinds: readonly Kind[]
  readonly below: Halves
  readonly limit: number
}

/** Up to so many queued jobs of a queue are sorted; above, walking down from the newest is faster. */
const SORTED_AT_MOST = 10_000

/** The cursor is the id of the last job given out, whether or not it still exists. */
export function list(store: Store, { limit, cursor, ...filter }: ListRequest): JobPage {
  const heads = newestHeads(store, {
    filter,
    kinds: store.names.kindsLike(filter),
    below: cursor === undefined ? BEYOND_ALL : addressOfCursor(cursor),
    limit: limit + 1,
  })
  const jobs = heads.slice(0, limit).map((head) => {
    const { hi, lo } = addressOf(head)
    return recordOf(store, store.sql.jobAt.get<JobRow>(hi, lo) as JobRow)
  })
  const last = jobs.at(-1)
  return heads.length > limit && last ? { jobs, cursor: last.id } : { jobs }
}

function addressOfCursor(cursor: string): Halves {
  const address = addressOf(cursor)
  if (idAt(address) === cursor) return address
  throw new StorageError(
    'INVALID_CURSOR',
    'This cursor does not come from a listing. Start again without one.',
  )
}

function newestHeads(store: Store, search: Search): readonly string[] {
  const { filter, below, limit } = search
  if (!filter.states && filter.queue === undefined && filter.name === undefined) {
    return store.sql.newestJobs.all<Halves>(below.hi, below.lo, limit).map(head)
  }
  const wanted = (state: JobState) => filter.states?.includes(state) ?? true
  const found = [
    ...FINAL_STATES.filter(wanted).flatMap((state) => done(store, search, finalCode(state))),
    ...(wanted('queued') ? queued(store, search) : []),
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

/** Queued jobs are indexed by key, not by id. */
function queued(store: Store, search: Search): readonly string[] {
  const few = fewQueued(store, search)
  if (few) return few
  const { filter, below, limit } = search
  const { queue = null, name = null } = filter
  return store.sql.newestQueued
    .all<Halves>(
      below.hi,
      below.lo,
      queueFilter(store, queue),
      queueFilter(store, queue),
      name,
      name,
      limit,
    )
    .map(head)
}

const queueFilter = ({ names }: Store, queue: string | null): number | null =>
  queue === null ? null : (names.queueId(queue) ?? 0)

/** All of them, or `undefined` when they are too many to be sorted here. */
function fewQueued({ sql }: Store, { kinds, below }: Search): readonly string[] | undefined {
  const wanted = new Set(kinds.map(({ id }) => id))
  const queues = new Set(kinds.map(({ queueId }) => queueId))
  const end = headAt(below.hi, below.lo)
  const rows: (Halves & { readonly kind: number })[] = []
  for (const queue of queues) {
    for (const statement of [sql.waitingIn, sql.delayedIn]) {
      rows.push(...statement.all<(typeof rows)[0]>(queue, SORTED_AT_MOST + 1 - rows.length))
      if (rows.length > SORTED_AT_MOST) return undefined
    }
  }
  return rows
    .filter(({ kind }) => wanted.has(kind))
    .map(head)
    .filter((id) => id < end)
}
