import type { Connection } from './connection.js'
import type { FinalState, JobFilter, JobState } from './contract.js'
import { type ClassCount, classCounts } from './counting.js'
import { lineOf } from './job-class.js'
import type { Keys } from './keys.js'
import { letterOfState } from './letters.js'

/** Places of jobs, newest first, a part at a time. */
export interface Source {
  /** Up to `limit` places below `below`; fewer only when there are no more. */
  next(below: string | undefined, limit: number): Promise<readonly string[]>
}

/** Above this many queued jobs, a listing walks along all ids instead of collecting them. */
const MAX_COLLECTED = 2_000
const FINAL_STATES: readonly FinalState[] = ['completed', 'failed', 'cancelled']
const ALL_STATES: readonly JobState[] = ['queued', 'blocked', 'running', ...FINAL_STATES]

/** Where to look for what the filter asks: indexes when they narrow it down, else all ids. */
export async function sourcesFor(
  connection: Connection,
  keys: Keys,
  filter: JobFilter,
): Promise<readonly Source[]> {
  const { states, queue, name } = filter
  if (!states && queue === undefined && name === undefined) return [allIds(connection, keys)]
  const classes = await classCounts(connection, filter)
  const wanted = states ?? ALL_STATES
  const sources: Source[] = []
  if (wanted.includes('queued')) {
    const queued = await queuedIds(connection, classes)
    if (!queued) return [allIds(connection, keys)]
    sources.push(queued)
  }
  if (wanted.includes('running')) sources.push(await runningIds(connection, keys))
  if (wanted.includes('blocked')) sources.push(sorted(connection, `${keys.base}B`))
  for (const state of FINAL_STATES.filter((one) => wanted.includes(one))) {
    for (const { text } of classes.filter(({ counts }) => (counts.get(state) ?? 0) > 0)) {
      sources.push(sorted(connection, `${keys.base}F:${letterOfState(state)}${text}`))
    }
  }
  return sources
}

/** A sorted set of places with equal scores. */
function sorted(connection: Connection, key: string): Source {
  return {
    next: (below, limit) =>
      connection.ask('ZREVRANGEBYLEX', (client) =>
        client.zrevrangebylex(key, below === undefined ? '+' : `(${below}`, '-', 'LIMIT', 0, limit),
      ),
  }
}

function collected(places: readonly string[]): Source {
  const newestFirst = [...places].sort().reverse()
  return {
    async next(below, limit) {
      const from = below === undefined ? 0 : newestFirst.findIndex((place) => place < below)
      return from < 0 ? [] : newestFirst.slice(from, from + limit)
    },
  }
}

async function queuedIds(
  connection: Connection,
  classes: readonly ClassCount[],
): Promise<Source | undefined> {
  const queues = new Set(
    classes.flatMap(({ queue, counts }) => (counts.get('queued') ? [lineOf(queue)] : [])),
  )
  if (queues.size === 0) return collected([])
  const places = await connection.run('queued', [MAX_COLLECTED, ...queues])
  return places === null ? undefined : collected(places as readonly string[])
}

async function runningIds(connection: Connection, keys: Keys): Promise<Source> {
  const sessions = await connection.ask('ZRANGE', (client) =>
    client.zrange(`${keys.base}Z`, 0, '-1'),
  )
  if (sessions.length === 0) return collected([])
  const states = await connection.ask('HMGET', (client) =>
    client.hmget(keys.control, ...sessions.map((id) => `s${id}`)),
  )
  return collected(states.flatMap((state) => placesIn(state?.split('\n')[2] ?? '')))
}

/** Places stand one after the other, 13 characters each. */
export const placesIn = (text: string): string[] => text.match(/.{13}/gs) ?? []

/** All ids there are, chunk by chunk. */
function allIds(connection: Connection, keys: Keys): Source {
  const chunkBelow = async (bound: string): Promise<string | undefined> => {
    const [start] = await connection.ask('ZREVRANGEBYLEX', (client) =>
      client.zrevrangebylex(keys.index, bound, '-', 'LIMIT', 0, 1),
    )
    return start
  }
  return {
    async next(below, limit) {
      const found: string[] = []
      let start = await chunkBelow(below === undefined ? '+' : `(${below}`)
      while (start !== undefined && found.length < limit) {
        const chunk = start
        const text = await connection.ask('GET', (client) => client.get(`${keys.index}:${chunk}`))
        const places = placesIn(text ?? '')
          .sort()
          .reverse()
        found.push(...places.filter((place) => below === undefined || place < below))
        start = start === '' ? undefined : await chunkBelow(`(${start}`)
      }
      return found.slice(0, limit)
    },
  }
}
