import type { Checkpointer } from './checkpoint.js'
import type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.js'
import type { Driver, ListStatement, RawDatabase } from './drivers/driver.js'
import { storageFailure } from './failure.js'

/** What a handle is made of. */
export interface OpenedFile {
  readonly file: string
  readonly raw: RawDatabase
  readonly driver: Driver
  readonly sqliteVersion: string
  /** Only for builds that must not checkpoint by themselves. */
  readonly checkpointer: Checkpointer | undefined
  onClose(): void
}

/** The common interface on a driver's database. */
export function handleOn(opened: OpenedFile): SqliteDatabase {
  const { file, raw, driver, sqliteVersion, checkpointer } = opened
  let open = true
  return {
    file,
    driverName: driver.name,
    sqliteVersion,
    exec(sql) {
      checkpointer?.beforeStatement()
      attempt(() => raw.exec(sql))
    },
    prepare: (sql) =>
      statement(
        attempt(() => driver.prepare(raw, sql)),
        checkpointer,
      ),
    close() {
      if (!open) return
      open = false
      checkpointer?.close()
      raw.close()
      opened.onClose()
    },
  }
}

/** Without a closure for each call: these are the hottest lines of the package. */
function statement(listed: ListStatement, checkpointer: Checkpointer | undefined): SqliteStatement {
  return {
    run(...values: readonly SqliteValue[]) {
      checkpointer?.beforeStatement()
      try {
        return { changes: Number(listed.run(values).changes) }
      } catch (error) {
        throw storageFailure(error)
      }
    },
    get<Row>(...values: readonly SqliteValue[]) {
      try {
        return listed.first(values) as Row | undefined
      } catch (error) {
        throw storageFailure(error)
      }
    },
    all<Row>(...values: readonly SqliteValue[]) {
      try {
        return listed.all(values) as Row[]
      } catch (error) {
        throw storageFailure(error)
      }
    },
  }
}

/** Says in our words what SQLite refuses. */
export function attempt<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw storageFailure(error)
  }
}
