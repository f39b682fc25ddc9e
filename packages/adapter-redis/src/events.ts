import type { Argument, Connection, Reply } from './connection.js'
import type { AuditEntry, EventPage, StoredEvent } from './contract.js'
import { namesOf } from './job-class.js'
import type { Keys } from './keys.js'

export async function observe(connection: Connection): Promise<void> {
  await connection.run('watching', ['observe'])
}

type OwnEvent = Pick<StoredEvent, 'type' | 'data' | 'tenant'>

export async function publish(connection: Connection, events: readonly OwnEvent[]): Promise<void> {
  if (events.length === 0) return
  const args = events.flatMap(({ type, tenant, data }) => [
    type,
    tenant === undefined ? '' : JSON.stringify([tenant]),
    data ?? '',
  ])
  await connection.run('watching', ['publish', events.length, ...args])
}

/** One entry of the stream holds what one call made happen. */
type Entry = readonly [string, readonly string[]]

interface Form {
  readonly t: string
  readonly i?: string
  readonly c?: string
  readonly n?: string
  readonly d?: string
}

export async function events(
  connection: Connection,
  { after, limit }: { readonly after?: number; readonly limit: number },
): Promise<EventPage> {
  const args: Argument[] = ['read', after ?? '', limit]
  const [sequence, reset, entries, from] = (await connection.run('watching', args)) as readonly [
    string,
    number,
    readonly Reply[],
    string?,
  ]
  const first = Number(from)
  const found = (entries as unknown as readonly Entry[])
    .flatMap(eventsOf)
    .filter((event) => event.sequence >= first)
  return { events: found.slice(0, limit), sequence: Number(sequence), reset: reset === 1 }
}

function eventsOf([id, fields]: Entry): readonly StoredEvent[] {
  const first = Number.parseInt(id, 10)
  const [, , , at, , lines = ''] = fields
  return lines.split('\n').map((line, index) => {
    const { t, i, c, n, d } = JSON.parse(line) as Form
    const [queue, name] = c === undefined ? [] : namesOf(c)
    return {
      sequence: first + index,
      at: Number(at),
      type: t,
      ...(i !== undefined &&
        queue !== undefined && { job: { id: i, name: name as string, queue } }),
      ...(n !== undefined && { tenant: n }),
      ...(d !== undefined && { data: d }),
    }
  })
}

export async function audit(connection: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const texts = entries.map((entry) => JSON.stringify(entry))
  await connection.run('watching', ['audit', entries.length, ...texts])
}

export interface AuditPage {
  readonly entries: readonly (AuditEntry & { readonly at: number })[]
  readonly cursor?: string
}

export async function auditLog(
  connection: Connection,
  keys: Keys,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<AuditPage> {
  const end = cursor === undefined ? '+' : `(${cursor}`
  const rows = await connection.ask('XREVRANGE', (client) =>
    client.xrevrange(`${keys.base}au`, end, '-', 'COUNT', limit + 1),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map(([, [, at, , text]]) => {
      const entry = JSON.parse(text as string) as AuditEntry
      return { ...entry, at: entry.at ?? Number(at) }
    }),
    ...(rows.length > limit && last && { cursor: last[0] }),
  }
}
