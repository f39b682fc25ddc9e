import { Redis, type RedisOptions } from 'ioredis'
import { clientFor } from './client.js'
import { CLIENT_OPTIONS, createConnection } from './connection.js'
import type { Storage } from './contract.js'
import { keysOf } from './keys.js'
import { heartbeat } from './sessions.js'

/** What another thread needs to reach the same store; it can be copied between threads. */
export interface LeaseOptions {
  readonly prefix: string
  readonly callDeadlineMs: number
  readonly url?: string
  readonly cluster?: readonly { readonly host?: string; readonly port?: number }[]
  readonly server?: Omit<RedisOptions, 'replyMapping'>
}

export type LeaseKeeper = Pick<Storage, 'heartbeat' | 'close'>

/** A connection of this thread's own, to keep leases while the event loop of another is blocked. */
export async function connect(options: LeaseOptions): Promise<LeaseKeeper> {
  const { prefix, callDeadlineMs, url, cluster, server } = options
  const client =
    url !== undefined
      ? clientFor({ url })
      : cluster
        ? clientFor({ cluster })
        : new Redis({ ...server, ...CLIENT_OPTIONS })
  const connection = createConnection(client, {
    keys: keysOf(prefix),
    callDeadlineMs,
    now: () => '',
  })
  return {
    heartbeat: (session, leaseMs) => heartbeat(connection, session, leaseMs),
    close: () => connection.close(),
  }
}
