import { type JobPage, type JobRecord, type ListRequest, StorageError } from '@nightshift/core'
import { addressOf, BEYOND_ALL, idAt } from './address.js'
import { isIndexed, matcherOf } from './filter.js'
import { type JobRow, recordOf } from './rows.js'
import { type Halves, newestHeads, type Search } from './search.js'
import type { Store } from './store.js'

/** Jobs one call looks at where no index knows which ones match. */
const SCANNED_AT_MOST = 10_000
const READ_AT_ONCE = 500

/** The cursor is the id of the last job given out or looked at, whether or not it still exists. */
export function list(store: Store, { limit, cursor, ...filter }: ListRequest): JobPage {
  const below = cursor === undefined ? BEYOND_ALL : addressOfCursor(cursor)
  const kinds = store.names.kindsLike(filter)
  const search: Search = { filter, kinds, below, limit: limit + 1 }
  if (!isIndexed(filter)) return scan(store, search, limit)
  const jobs = newestHeads(store, search)
    .slice(0, limit + 1)
    .map((head) => recordAt(store, head))
  return pageOf(jobs, limit)
}

function pageOf(jobs: readonly JobRecord[], limit: number): JobPage {
  const page = jobs.slice(0, limit)
  const last = page.at(-1)
  const rest = jobs.length > limit && last ? { cursor: last.id } : {}
  return { jobs: page, ...rest, complete: true }
}

function scan(store: Store, search: Search, limit: number): JobPage {
  const jobs: JobRecord[] = []
  for (const { job, isMatch, looked } of matching(store, search)) {
    if (isMatch) jobs.push(job)
    if (jobs.length > limit) break
    if (looked === SCANNED_AT_MOST) return { jobs, cursor: job.id, complete: false }
  }
  return pageOf(jobs, limit)
}

interface Looked {
  readonly job: JobRecord
  readonly isMatch: boolean
  /** How many were looked at so far. */
  readonly looked: number
}

/** Every job the indexes offer, newest first, and whether it matches. */
export function* matching(store: Store, search: Search): Generator<Looked> {
  const matches = matcherOf(search.filter)
  let { below } = search
  let looked = 0
  for (;;) {
    const heads = newestHeads(store, { ...search, below, limit: READ_AT_ONCE })
    for (const head of heads) {
      const job = recordAt(store, head)
      looked += 1
      yield { job, isMatch: matches(job), looked }
    }
    const last = heads.at(-1)
    if (heads.length < READ_AT_ONCE || last === undefined) return
    below = addressOf(last.padEnd(26, '0'))
  }
}

function recordAt(store: Store, head: string): JobRecord {
  const { hi, lo } = addressOf(head)
  return recordOf(store, store.sql.jobAt.get<JobRow>(hi, lo) as JobRow)
}

function addressOfCursor(cursor: string): Halves {
  const address = addressOf(cursor)
  if (idAt(address) === cursor) return address
  throw new StorageError(
    'INVALID_CURSOR',
    'This cursor does not come from a listing. Start again without one.',
  )
}
