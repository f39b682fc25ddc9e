import type { DriverName, SqliteValue } from '../database.js'

/** What the three libraries have in common. */
export interface RawStatement {
  run(...values: readonly Bound[]): { readonly changes: number | bigint }
  get(...values: readonly Bound[]): unknown
  all(...values: readonly Bound[]): unknown[]
}

type Bound = SqliteValue | readonly SqliteValue[]

export interface RawDatabase {
  /** better-sqlite3 and libsql. */
  readonly inTransaction?: boolean
  /** Newer `node:sqlite`. */
  readonly isTransaction?: boolean
  exec(sql: string): unknown
  prepare(sql: string): RawStatement
  close(): unknown
}

/** A statement that takes its values as one list, whatever the library prefers. */
export interface ListStatement {
  run(values: readonly SqliteValue[]): { readonly changes: number | bigint }
  first(values: readonly SqliteValue[]): unknown
  all(values: readonly SqliteValue[]): unknown[]
}

export interface Driver {
  readonly name: DriverName
  /** What to do to get it. */
  readonly remedy: string
  /** @throws when the library is absent or unfit for this Node. */
  load(): new (file: string) => RawDatabase
  /** Prepares a statement and levels the library's peculiarities. */
  prepare(database: RawDatabase, sql: string): ListStatement
}

/** For libraries that take each value as an argument. */
export function spreadingStatement(statement: RawStatement): ListStatement {
  return {
    run: (values) => statement.run(...values),
    first: (values) => statement.get(...values),
    all: (values) => statement.all(...values),
  }
}
