import type { Connection } from './connection.js'
import type { JobFilter, JobPage, JobRecord, ListRequest } from './contract.js'
import { matches } from './filter.js'
import { type Keys, placeOf } from './keys.js'
import { readPlaces } from './reading.js'
import { jobRecord } from './records.js'
import { type Source, sourcesFor } from './sources.js'

/** A listing looks at no more records than this in one call. */
const MAX_LOOKED = 2_000
const LOOK_AT_ONCE = 200

interface Scan {
  readonly jobs: readonly JobRecord[]
  /** `false`: it ended at `seenUpTo` although there may be more. */
  readonly complete: boolean
  readonly seenUpTo?: string
}

export async function list(
  connection: Connection,
  keys: Keys,
  { limit, cursor, ...filter }: ListRequest,
): Promise<JobPage> {
  // One more than asked for tells whether there is another page.
  const found = await scan(connection, keys, filter, limit + 1, cursor)
  const jobs = found.jobs.slice(0, limit)
  const last = jobs.at(-1)
  if (found.jobs.length > limit && last) {
    return { jobs, cursor: placeOf(last.id), complete: true }
  }
  if (found.complete) return { jobs, complete: true }
  return { jobs, ...(found.seenUpTo && { cursor: found.seenUpTo }), complete: false }
}

/** Looks newest first for jobs that match, below the cursor. */
export async function scan(
  connection: Connection,
  keys: Keys,
  filter: JobFilter,
  wanted: number,
  cursor?: string,
): Promise<Scan> {
  const sources = await sourcesFor(connection, keys, filter)
  const jobs: JobRecord[] = []
  let below = cursor
  for (let looked = 0; looked < MAX_LOOKED; ) {
    const places = await newest(sources, below, Math.min(LOOK_AT_ONCE, MAX_LOOKED - looked))
    if (places.length === 0) return { jobs, complete: true }
    for (const stored of await readPlaces(connection, places)) {
      const job = stored && jobRecord(stored)
      if (!job || !matches(job, filter)) continue
      jobs.push(job)
      if (jobs.length === wanted) return { jobs, complete: true }
    }
    looked += places.length
    below = places.at(-1)
  }
  return { jobs, complete: false, ...(below !== undefined && { seenUpTo: below }) }
}

/** The newest places of all sources together; a job on its way between two is named once. */
async function newest(
  sources: readonly Source[],
  below: string | undefined,
  limit: number,
): Promise<readonly string[]> {
  const parts = await Promise.all(sources.map((source) => source.next(below, limit)))
  const merged = [...new Set(parts.flat())].sort().reverse()
  return merged.slice(0, limit)
}
