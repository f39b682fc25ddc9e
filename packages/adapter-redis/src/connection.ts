import { StorageError } from '@nightshift/core'
import { Cluster, type Redis, type RedisOptions } from 'ioredis'
import { overdue, storageFailure, unavailable, wantsOtherServer } from './failure.js'
import type { Keys } from './keys.js'
import { SCRIPTS, type ScriptName } from './scripts.js'

export type RedisClient = Redis | Cluster

export type Argument = string | number
export type Reply = string | number | null | readonly Reply[]

/** The way to the server: calls with a deadline, each rejected at once when its connection closes. */
export interface Connection {
  readonly client: RedisClient
  /** Runs one of the scripts on this installation. */
  run(name: ScriptName, args: readonly Argument[]): Promise<Reply>
  /** Any other command, under the same promise. */
  ask<T>(what: string, command: (client: RedisClient) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ConnectionOptions {
  readonly keys: Keys
  readonly callDeadlineMs: number
  /** What a script takes for the time: '' for the server's own. */
  readonly now: () => string
}

/** Between two tries to connect: doubles up to 2 s, with a quarter more or less. */
export const reconnectAfter = (tries: number): number =>
  Math.min(50 * 2 ** Math.min(tries, 10), 1_600) * (0.75 + Math.random() / 2)

/**
 * ioredis resends by default what a lost connection left open, and queues without end what comes
 * before the next. We know better: every call of ours is safe to repeat, and core decides when.
 */
export const CLIENT_OPTIONS = {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: null,
  enableOfflineQueue: false,
  retryStrategy: reconnectAfter,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  lazyConnect: true,
} as const satisfies RedisOptions

export function createConnection(client: RedisClient, options: ConnectionOptions): Connection {
  const { keys, callDeadlineMs, now } = options
  const open = new Set<(error: Error) => void>()
  let closed = false

  const rejectAll = () => {
    const error = unavailable('the connection was closed')
    for (const reject of [...open]) reject(error)
  }
  client.on('close', rejectAll)
  client.on('end', rejectAll)
  // Without a listener ioredis prints every failed try to connect.
  client.on('error', () => {})

  /** Resolves once the client may be used, however often it has to try. */
  function ready(): Promise<void> {
    if (client.status === 'ready') return Promise.resolve()
    if (client.status === 'wait' || client.status === 'end') void client.connect().catch(() => {})
    return new Promise((resolve) => client.once('ready', resolve))
  }

  function renew(): void {
    if (closed) return
    if (client instanceof Cluster) {
      for (const node of client.nodes('all')) node.disconnect(true)
    } else client.disconnect(true)
  }

  async function ask<T>(what: string, command: (client: RedisClient) => Promise<T>): Promise<T> {
    if (closed) throw new StorageError('STORE_CLOSED', 'This storage was closed.')
    let settle: (error: Error) => void = () => {}
    const given = new Promise<never>((_, reject) => {
      settle = reject
    })
    let waits = client.status !== 'ready'
    const timer = setTimeout(() => {
      settle(
        waits
          ? unavailable(`no connection within ${callDeadlineMs} ms`)
          : overdue(what, callDeadlineMs),
      )
      if (!waits) renew()
    }, callDeadlineMs)
    try {
      // A closing connection only concerns calls that were sent through it.
      if (waits) await Promise.race([ready(), given])
      waits = false
      open.add(settle)
      return await Promise.race([command(client), given])
    } catch (error) {
      if (wantsOtherServer(error)) renew()
      throw storageFailure(error)
    } finally {
      clearTimeout(timer)
      open.delete(settle)
    }
  }

  async function evaluate(name: ScriptName, args: readonly Argument[]): Promise<Reply> {
    const { sha, source } = SCRIPTS[name]
    const rest = [1, keys.control, now(), ...args] as const
    try {
      return (await client.call('EVALSHA', sha, ...rest)) as Reply
    } catch (error) {
      // A restart, a failover or SCRIPT FLUSH made the server forget the script.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return (await client.call('EVAL', source, ...rest)) as Reply
    }
  }

  return {
    client,
    run: (name, args) => ask(name, () => evaluate(name, args)),
    ask,
    async close() {
      closed = true
      client.off('close', rejectAll)
      client.disconnect()
      rejectAll()
    },
  }
}
