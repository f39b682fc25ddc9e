import type { StorageClock } from '@nightshift/core'
import type { SqliteDatabase } from './database.js'
import type { OpenDatabaseOptions } from './open-database.js'

/** A file to open, or a database the host has opened with `openDatabase` and closes itself. */
export type SqliteSource =
  | ({ readonly file: string; readonly database?: never } & OpenDatabaseOptions)
  | { readonly database: SqliteDatabase; readonly file?: never }

export type SqliteStorageOptions = SqliteSource & {
  /** What the store stamps its jobs with. Default: the system's clock. */
  readonly clock?: StorageClock
}
