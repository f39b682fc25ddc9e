import { StorageError } from '@nightshift/core'
import type { Connection } from './connection.js'
import type { Keys } from './keys.js'

/** Rises when what is stored changes its shape. */
export const SCHEMA_VERSION = 1
const OLDEST_SERVER = 7

export interface OpenOptions {
  readonly keys: Keys
  readonly acceptDataLoss: boolean
  readonly warn: (message: string) => void
}

/** Looks whether this server may be trusted with jobs, and whether we understand what is there. */
export async function open(connection: Connection, options: OpenOptions): Promise<void> {
  const info = await serverInfo(connection)
  checkVersion(field(info, 'redis_version'))
  checkEviction(field(info, 'maxmemory_policy'), options)
  await checkSchema(connection, options.keys)
}

/** Nothing when this user may not ask. */
async function serverInfo(connection: Connection): Promise<string> {
  try {
    return await connection.ask('INFO', (client) => client.info())
  } catch (error) {
    if (error instanceof StorageError && error.code === 'STORE_FORBIDDEN') return ''
    throw error
  }
}

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim()

function checkVersion(version: string | undefined): void {
  if (version === undefined || Number.parseInt(version, 10) >= OLDEST_SERVER) return
  throw new StorageError(
    'STORE_TOO_OLD',
    `This Redis is version ${version}; Nightshift needs ${OLDEST_SERVER}.0 or later (or Valkey).`,
  )
}

function checkEviction(policy: string | undefined, { acceptDataLoss, warn }: OpenOptions): void {
  if (policy === 'noeviction') return
  if (policy === undefined) {
    warn('Redis does not tell its maxmemory-policy. Make sure that it is "noeviction".')
    return
  }
  const says = `This Redis evicts keys when its memory is full (maxmemory-policy is "${policy}"), which loses jobs.`
  if (acceptDataLoss) warn(says)
  else {
    throw new StorageError(
      'STORE_EVICTS',
      `${says} Set it to "noeviction", or pass acceptDataLoss: true if you can do without them.`,
    )
  }
}

async function checkSchema(connection: Connection, keys: Keys): Promise<void> {
  const stored = await connection.ask('HSETNX', async (client) => {
    const known = await client.hget(keys.control, '.v')
    if (known !== null) return Number(known)
    await client.hsetnx(keys.control, '.v', SCHEMA_VERSION)
    return Number(await client.hget(keys.control, '.v'))
  })
  if (stored <= SCHEMA_VERSION) return
  throw new StorageError(
    'STORE_NEWER',
    `The jobs in this Redis were written by a newer Nightshift (schema ${stored}; this one knows ${SCHEMA_VERSION}). Update @nightshift/adapter-redis.`,
  )
}
