import type { Connection, Reply } from './connection.js'
import type { QueueRecord } from './contract.js'
import { lineOf, nameOf } from './job-class.js'

export async function defineQueue(
  connection: Connection,
  name: string,
  settings: { readonly maxLength?: number },
): Promise<void> {
  await connection.run('queue', [lineOf(name), 'max', settings.maxLength ?? '-'])
}

export async function pauseQueue(
  connection: Connection,
  name: string,
  change: 'pause' | 'resume',
): Promise<void> {
  await connection.run('queue', [lineOf(name), 'paused', change === 'pause' ? '1' : '0'])
}

export async function queues(connection: Connection): Promise<readonly QueueRecord[]> {
  const replies = (await connection.run('queues', [])) as readonly Reply[]
  const records = replies.map((reply) => queueRecord(reply as QueueReply))
  return records.sort((a, b) => (a.name < b.name ? -1 : 1))
}

type QueueReply = readonly [string, string, number, string | null]

function queueRecord([name, settings, due, oldest]: QueueReply): QueueRecord {
  const [paused, max] = settings.split(' ')
  return {
    name: nameOf(name),
    paused: paused === '1',
    ...(max !== '-' && { maxLength: Number(max) }),
    due,
    ...(oldest !== null && { oldestDueAt: Number(oldest) }),
  }
}
