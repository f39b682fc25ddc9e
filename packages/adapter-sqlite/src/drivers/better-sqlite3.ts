import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Driver, type RawDatabase, spreadingStatement } from './driver.js'

const require = createRequire(import.meta.url)

export const betterSqlite3: Driver = {
  name: 'better-sqlite3',
  remedy: 'npm install better-sqlite3 (version 12 on Node 20)',
  load() {
    refuseCrash()
    return require('better-sqlite3') as new (
      file: string,
    ) => RawDatabase
  },
  prepare: (database, sql) => spreadingStatement(database.prepare(sql)),
}

/** Version 13 needs Node-API 10; below it the process dies at once, and no `catch` helps. */
function refuseCrash(): void {
  const manifest = readFileSync(require.resolve('better-sqlite3/package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  if (Number.parseInt(version, 10) >= 13 && Number(process.versions.napi) < 10) {
    throw new Error(`version ${version} needs Node 22, this is Node ${process.versions.node}`)
  }
}
