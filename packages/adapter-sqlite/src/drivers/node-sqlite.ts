import { type Driver, type RawDatabase, spreadingStatement } from './driver.js'

type NodeSqlite = { readonly DatabaseSync: new (file: string) => RawDatabase }

export const nodeSqlite: Driver = {
  name: 'node:sqlite',
  remedy: 'use Node 22.13 or newer',
  load() {
    // An import would fail on Node 20, and bundlers rewrite it to "sqlite".
    const library = process.getBuiltinModule('node:sqlite' as 'node:fs') as unknown as
      | NodeSqlite
      | undefined
    if (!library) throw new Error(`not part of Node ${process.versions.node}`)
    return library.DatabaseSync
  },
  prepare: (database, sql) => spreadingStatement(database.prepare(sql)),
}
