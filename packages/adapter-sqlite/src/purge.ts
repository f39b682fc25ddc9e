import { type FinalState, MIN_RETENTION_MS } from '@nightshift/core'
import { idAt } from './address.js'
import { keyHolder } from './dedup.js'
import { hasLiveDependents } from './dependency.js'
import { remove } from './remove.js'
import { finalCode, type JobRow } from './rows.js'
import type { Store } from './store.js'

const MAX_PURGED = 1_000
/** Up to so many finished jobs are ordered by their end; of more, those with the oldest ids go first. */
const SORTED_AT_MOST = 10_000

export interface PurgeRequest {
  readonly state: FinalState
  readonly name?: string
  readonly olderThanMs: number
  readonly keep: number
  readonly limit: number
}

interface Done {
  readonly hi: number
  readonly lo: number
  readonly ended: number
}

export function purge(store: Store, request: PurgeRequest): number {
  const { olderThanMs, limit } = request
  const { sql, step } = store
  const before = step.now - Math.max(olderThanMs, MIN_RETENTION_MS)
  const most = Math.min(limit, MAX_PURGED)
  let purged = 0
  for (const { hi, lo, ended } of oldest(store, request)) {
    if (purged >= most) break
    if (ended >= before) continue
    const row = sql.jobAt.get<JobRow>(hi, lo) as JobRow
    if (!isFree(store, row)) continue
    remove(store, row)
    purged += 1
  }
  return purged
}

/** Those that may go, were they old enough: without the newest, oldest first. */
function oldest({ sql, names }: Store, { state, name, keep }: PurgeRequest): readonly Done[] {
  const code = finalCode(state)
  let found: Done[] = []
  let total = 0
  let horizon: Done | undefined
  for (const { id } of names.kindsLike(name === undefined ? {} : { name })) {
    const ofKind = sql.oldestDone.all<Done>(id, code, SORTED_AT_MOST)
    const last = ofKind.at(-1)
    const isCut = ofKind.length === SORTED_AT_MOST
    if (isCut && last && (!horizon || byId(last, horizon) < 0)) horizon = last
    total += isCut ? (sql.countDone.get<{ n: number }>(id, code)?.n ?? 0) : ofKind.length
    found.push(...ofKind)
  }
  const end = horizon
  // Beyond the last one read of a kind, others of it may stand that were not read.
  if (end) found = found.filter((one) => byId(one, end) <= 0)
  found.sort(end ? byId : (a, b) => a.ended - b.ended || byId(a, b))
  return found.slice(0, Math.max(total - keep, 0))
}

const byId = (a: Done, b: Done) => a.hi - b.hi || a.lo - b.lo

/** Nothing needs it any more: no live job depends on it, and no key is held by it. */
function isFree(store: Store, row: JobRow): boolean {
  const isHolder = row.dedup !== null && keyHolder(store, row.dedup, store.step.now) === idAt(row)
  return !isHolder && !hasLiveDependents(store, row)
}
