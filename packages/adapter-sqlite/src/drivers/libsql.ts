import { createRequire } from 'node:module'
import type { Driver, RawDatabase } from './driver.js'

const require = createRequire(import.meta.url)

export const libsql: Driver = {
  name: 'libsql',
  remedy: 'npm install libsql',
  load: () => require('libsql') as new (file: string) => RawDatabase,
  prepare(database, sql) {
    const statement = database.prepare(sql)
    return {
      // As a list, because a single `null` or buffer would be taken for named values.
      run: (values) => statement.run(values),
      // Its `get` leaves the statement open, and with it a snapshot that makes later writes fail
      // with SQLITE_BUSY_SNAPSHOT; it also adds `_metadata` to the row.
      first: (values) => statement.all(values).map(withViews)[0],
      all: (values) => statement.all(values).map(withViews),
    }
  },
}

/** Blobs come as bare buffers, where the other libraries give views that can be read. */
function withViews(row: unknown): unknown {
  const columns = row as Record<string, unknown>
  for (const name in columns) {
    const value = columns[name]
    if (value instanceof ArrayBuffer) columns[name] = new Uint8Array(value)
  }
  return columns
}
