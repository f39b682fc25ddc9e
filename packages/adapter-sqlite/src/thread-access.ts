import { existsSync } from 'node:fs'
import type { ConnectOptions } from './heartbeat.js'
import type { SqliteStorageOptions } from './options.js'
import type { Writable } from './rows.js'

/** Built beside the module this one becomes part of. */
const BUILT = new URL('./heartbeat.js', import.meta.url)

export interface ThreadAccess {
  readonly module: string
  readonly options: Writable<ConnectOptions>
}

/**
 * A handle of the host's cannot be shared with a thread, nor a clock; and sources that were not
 * built have no file a thread could load.
 */
export function threadAccessTo(options: SqliteStorageOptions): ThreadAccess | undefined {
  const { file, clock } = options
  if (file === undefined || clock || !existsSync(BUILT)) return undefined
  const { driver, durability } = options
  return {
    module: BUILT.href,
    options: { file, ...(driver && { driver }), ...(durability && { durability }) },
  }
}
