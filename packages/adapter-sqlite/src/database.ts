/** The common ground of the three SQLite drivers. */
export type DriverName = 'node:sqlite' | 'better-sqlite3' | 'libsql'

/**
 * `normal`: a crash of the process loses nothing; a power cut may lose the last moments, never the
 * consistency. `full`: every commit waits for the disk.
 */
export type Durability = 'normal' | 'full'

export type SqliteValue = null | number | bigint | string | Uint8Array

/** A prepared statement. Values are bound to its `?` in order. */
export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): { readonly changes: number }
  get<Row>(...values: readonly SqliteValue[]): Row | undefined
  all<Row>(...values: readonly SqliteValue[]): Row[]
}

/** An open SQLite database, the same whichever driver is below. Failures are `StorageError`s. */
export interface SqliteDatabase {
  readonly file: string
  readonly driverName: DriverName
  readonly sqliteVersion: string
  /** Runs any number of statements without values. */
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  /** Closing twice is harmless. */
  close(): void
}
