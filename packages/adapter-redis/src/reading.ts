import type { Connection, Reply } from './connection.js'
import type { JobId, JobRecord, JobTrail, LogLine } from './contract.js'
import { attemptRecord, lastAttempt } from './execution.js'
import { type Keys, placeOf } from './keys.js'
import { jobRecord, type Stored } from './records.js'
import type { Text } from './text.js'

const AT_ONCE = 500
const MAX_DEPENDENTS = 1_000

/** What is stored at these places, in their order; `undefined` where there is nothing. */
export async function readPlaces(
  connection: Connection,
  places: readonly string[],
): Promise<readonly (Stored | undefined)[]> {
  const found: (Stored | undefined)[] = []
  for (let from = 0; from < places.length; from += AT_ONCE) {
    const part = places.slice(from, from + AT_ONCE)
    const replies = (await connection.run('read', part)) as readonly Reply[]
    replies.forEach((reply, index) => {
      found.push(reply === null ? undefined : storedFrom(part[index] as string, reply))
    })
  }
  return found
}

function storedFrom(place: string, reply: Reply): Stored {
  const [record, changes, final, progress, input, token, pending, cancelReason] =
    reply as readonly Text[]
  return {
    place,
    record: record as string,
    changes,
    final,
    progress,
    input,
    token,
    pending,
    cancelReason,
  }
}

export async function get(
  connection: Connection,
  ids: readonly JobId[],
): Promise<readonly JobRecord[]> {
  const found = await readPlaces(connection, ids.map(placeOf))
  return found.flatMap((stored, index) => {
    const record = stored && jobRecord(stored)
    return record && record.id === ids[index] ? [record] : []
  })
}

/** Attempts, logs, steps and dependents of one job. */
export async function trail(
  connection: Connection,
  keys: Keys,
  id: JobId,
): Promise<JobTrail | undefined> {
  const place = placeOf(id)
  const { base, jobs } = keys
  const found = await connection.ask('trail', (client) =>
    Promise.all([
      readPlaces(connection, [place]),
      client.lrange(`${base}a:${place}`, 0, -1),
      client.lrange(`${base}l:${place}`, 0, -1),
      client.hget(jobs, `d${place}`),
      client.hgetall(`${base}t:${place}`),
      client.zrange(`${base}K:${place}`, 0, String(MAX_DEPENDENTS - 1)),
    ]),
  )
  const [[stored], ended, logs, dropped, steps, dependents] = found
  if (!stored || jobRecord(stored).id !== id) return undefined
  const attempts = ended.map((line, index) => attemptRecord(line, index + 1))
  const last = stored.final && lastAttempt(stored.final, attempts.length + 1)
  return {
    attempts: last ? [...attempts, last] : attempts,
    logs: logs.map((line) => JSON.parse(line) as LogLine),
    logsDropped: Number(dropped ?? 0),
    steps,
    dependents: await fullIds(connection, dependents),
  }
}

/** Places of jobs that still exist, as ids. */
async function fullIds(connection: Connection, places: readonly string[]): Promise<JobId[]> {
  const found = await readPlaces(connection, places)
  return found.flatMap((stored) => (stored ? [jobRecord(stored).id] : []))
}
