import type { Connection, Reply } from './connection.js'
import type {
  CancelRequest,
  HeartbeatReply,
  NewSession,
  SessionEnd,
  SessionId,
  SessionRecord,
} from './contract.js'
import type { Keys } from './keys.js'
import type { Text } from './text.js'

/** Session ids stand in lines and fields of their own, so they must not hold control characters. */
export const sessionKey = (id: SessionId): string => encodeURIComponent(id)

export async function openSession(connection: Connection, session: NewSession): Promise<void> {
  const { id, worker, leaseMs, facts } = session
  await connection.run('session', [
    'open',
    sessionKey(id),
    JSON.stringify(worker),
    leaseMs,
    facts ?? '',
  ])
}

export async function closeSession(
  connection: Connection,
  id: SessionId,
  end: SessionEnd,
): Promise<void> {
  await connection.run('session', ['close', sessionKey(id), end === 'died' ? 'd' : 'e'])
}

export async function heartbeat(
  connection: Connection,
  id: SessionId,
  leaseMs: number,
): Promise<HeartbeatReply> {
  const reply = await connection.run('session', ['beat', sessionKey(id), leaseMs])
  const [alive, cancels] = reply as readonly Reply[]
  if (alive !== 1) return { status: 'session-lost' }
  return { status: 'alive', cancels: cancelRequests(cancels as readonly string[]) }
}

export function cancelRequests(flat: readonly string[]): readonly CancelRequest[] {
  const requests: CancelRequest[] = []
  for (let at = 0; at < flat.length; at += 2) {
    requests.push({ id: flat[at] as string, reason: flat[at + 1] as string })
  }
  return requests
}

/** Open sessions by id, as they stood one after the other. */
export async function sessions(
  connection: Connection,
  keys: Keys,
): Promise<readonly SessionRecord[]> {
  const ids = await connection.ask('ZRANGE', (client) => client.zrange(`${keys.base}Z`, 0, '-1'))
  if (ids.length === 0) return []
  const states = await connection.ask('HMGET', (client) =>
    client.hmget(keys.control, ...ids.flatMap((id) => [`s${id}`, `z${id}`])),
  )
  const facts = await connection.ask('HMGET', (client) => client.hmget(`${keys.base}X`, ...ids))
  const records = ids.flatMap((id, index) => {
    const [state, lease] = [states[index * 2], states[index * 2 + 1]]
    // A closed session is listed no more, though others may still have to take over its jobs.
    return state && lease && !lease.startsWith('0 ')
      ? [sessionRecord(id, state, lease, facts[index])]
      : []
  })
  return records.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function sessionRecord(id: string, state: string, lease: string, facts: Text): SessionRecord {
  const [head = '', worker = '', held = ''] = state.split('\n')
  const [, seen, opened] = head.split(' ').map(Number) as [number, number, number]
  const [ends, beat] = lease.split(' ').map(Number) as [number, number]
  return {
    id: decodeURIComponent(id),
    worker: JSON.parse(worker),
    ...(facts != null && { facts }),
    openedAt: opened,
    lastSeenAt: Math.max(seen, beat),
    leaseEndsAt: ends,
    running: held.length / 13,
  }
}
