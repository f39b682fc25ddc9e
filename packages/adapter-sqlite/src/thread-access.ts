import { existsSync } from 'node:fs'
import type { Storage } from '@nightshift/core'
import type { SqliteStorageOptions } from './options.js'

/** Built beside the module this one becomes part of. */
const BUILT = new URL('./heartbeat.js', import.meta.url)

/**
 * A handle of the host's cannot be shared with a thread, nor a clock; and sources that were not
 * built have no file a thread could load.
 */
export function threadAccess({
  file,
  database,
  clock,
  ...rest
}: SqliteStorageOptions): Pick<Storage, 'threadAccess'> {
  if (file === undefined || database || clock || !existsSync(BUILT)) return {}
  return { threadAccess: { module: BUILT.href, options: { ...rest, file } } }
}
