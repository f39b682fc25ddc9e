import { StorageError } from '@nightshift/core'
import type { Connection, Reply } from './connection.js'
import type {
  OccurrenceFilter,
  OccurrenceRecord,
  ScheduleMove,
  ScheduleRecord,
} from './contract.js'
import { unitArguments } from './enqueue.js'
import type { Keys } from './keys.js'
import { storedForm } from './stored-form.js'

interface Form {
  readonly r: number
  readonly d: string
  readonly s: string
  readonly u?: number
  readonly p?: readonly string[]
}

const recordOf = (id: string, { r, d, s, u, p }: Form): ScheduleRecord => ({
  id,
  revision: r,
  definition: d,
  state: s,
  ...(u !== undefined && { dueAt: u }),
  dependents: p ?? [],
})

export async function schedules(
  connection: Connection,
  keys: Keys,
): Promise<readonly ScheduleRecord[]> {
  const all = await connection.ask('HGETALL', (client) => client.hgetall(`${keys.base}SC`))
  return Object.entries(all)
    .map(([id, text]) => recordOf(id, JSON.parse(text)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

export interface DueSchedules {
  readonly schedules: readonly ScheduleRecord[]
  readonly nextDueInMs?: number
}

export async function dueSchedules(connection: Connection, limit: number): Promise<DueSchedules> {
  const [flat, next] = (await connection.run('due', [limit])) as readonly Reply[]
  const texts = flat as readonly string[]
  const due: ScheduleRecord[] = []
  for (let at = 0; at < texts.length; at += 2) {
    due.push(recordOf(texts[at] as string, JSON.parse(texts[at + 1] as string)))
  }
  return { schedules: due, ...(next !== null && { nextDueInMs: Number(next) }) }
}

export async function putSchedule(
  connection: Connection,
  schedule: Omit<ScheduleRecord, 'revision'>,
  expectedRevision: number | undefined,
): Promise<'done' | 'conflict'> {
  const { id, definition, state, dueAt, dependents } = schedule
  const form: Omit<Form, 'r'> = {
    d: definition,
    s: state,
    ...(dueAt !== undefined && { u: dueAt }),
    ...(dependents.length > 0 && { p: dependents }),
  }
  const args = ['put', id, expectedRevision ?? '', JSON.stringify(form)]
  return (await connection.run('schedule', args)) === 1 ? 'done' : 'conflict'
}

export async function deleteSchedule(
  connection: Connection,
  id: string,
  expectedRevision: number,
): Promise<'done' | 'conflict'> {
  const gone = await connection.run('schedule', ['delete', id, expectedRevision])
  return gone === 1 ? 'done' : 'conflict'
}

/** @throws StorageError `SCHEDULE_MOVE_REFUSED` when a job of the move cannot be stored (a full queue). */
export async function moveSchedule(
  connection: Connection,
  move: ScheduleMove,
): Promise<'done' | 'conflict'> {
  const { id, expectedRevision, state, dueAt, occurrences, enqueue, cancel } = move
  const jobs = enqueue.map(storedForm)
  const reply = (await connection.run('schedule', [
    ...['move', id, expectedRevision, state, dueAt ?? '', occurrences.length],
    ...occurrences.flatMap((one) => [one.nominal, one.run, occurrenceForm(one)]),
    cancel.length,
    ...cancel.flatMap(({ job, reason }) => [job, reason]),
    ...(jobs.length > 0 ? unitArguments([jobs]) : [0]),
  ])) as readonly Reply[]
  if (reply[0] === 2) throw refusal(id, reply[1] as readonly string[])
  return reply[0] === 1 ? 'done' : 'conflict'
}

function refusal(id: string, [reason = '', what = '']: readonly string[]): StorageError {
  return new StorageError(
    'SCHEDULE_MOVE_REFUSED',
    `The schedule "${id}" was not moved, because one of its jobs cannot be stored (${reason}: ${what}). Nothing was changed; the next try may succeed.`,
    { transient: reason === 'full' },
  )
}

const occurrenceForm = ({ state, detail, job, endedAt }: OccurrenceRecord): string =>
  JSON.stringify({ s: state, d: detail, j: job, e: endedAt })

export async function occurrences(
  connection: Connection,
  filter: OccurrenceFilter,
): Promise<readonly OccurrenceRecord[]> {
  const { schedule, from, to, states, limit, order = 'newest' } = filter
  const wanted = states ? ` ${states.join(' ')} ` : ''
  const until = to === undefined ? '+inf' : `(${to}`
  const args = ['read', schedule, from ?? '-inf', until, wanted, limit, order]
  const flat = (await connection.run('occurrences', args)) as readonly string[]
  const found: OccurrenceRecord[] = []
  for (let at = 0; at < flat.length; at += 2) {
    found.push(occurrenceOf(schedule, flat[at] as string, flat[at + 1] as string))
  }
  return found
}

function occurrenceOf(schedule: string, member: string, text: string): OccurrenceRecord {
  const [nominal, run] = member.split(':').map(Number) as [number, number]
  const { s, d, j, e } = JSON.parse(text)
  return {
    schedule,
    nominal,
    run,
    state: s,
    detail: d,
    ...(j !== undefined && { job: j }),
    ...(e !== undefined && { endedAt: e }),
  }
}

export async function purgeOccurrences(
  connection: Connection,
  schedule: string,
  before: number,
  limit: number,
): Promise<number> {
  return (await connection.run('occurrences', ['purge', schedule, before, limit])) as number
}
