import type { Storage } from '@nightshift/core'
import type { OpenDatabaseOptions } from './open-database.js'
import { sqliteStorage } from './sqlite-storage.js'

/** How to reach the store from another thread; can be sent to one. */
export interface ConnectOptions extends OpenDatabaseOptions {
  readonly file: string
}

/** Opens a connection of its own, which keeps leases whatever the main thread does. */
export async function connect(
  options: ConnectOptions,
): Promise<Pick<Storage, 'heartbeat' | 'close'>> {
  const storage = sqliteStorage(options)
  await storage.open()
  return { heartbeat: storage.heartbeat, close: storage.close }
}
