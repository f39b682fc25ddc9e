import { StorageError } from '@nightshift/core'
import type { DriverName } from '../database.js'
import { betterSqlite3 } from './better-sqlite3.js'
import type { Driver, RawDatabase } from './driver.js'
import { libsql } from './libsql.js'
import { nodeSqlite } from './node-sqlite.js'

/** In order of preference: libsql's SQLite is the oldest. */
export const DRIVERS: readonly Driver[] = [nodeSqlite, betterSqlite3, libsql]

export interface LoadedDriver {
  readonly driver: Driver
  readonly Database: new (file: string) => RawDatabase
}

/**
 * Loads the named driver, or the first that this Node can load.
 * @throws StorageError `NO_SQLITE_DRIVER`
 */
export function loadDriver(
  wanted: DriverName | undefined,
  drivers: readonly Driver[] = DRIVERS,
): LoadedDriver {
  const refusals: string[] = []
  for (const driver of drivers) {
    if (wanted !== undefined && driver.name !== wanted) continue
    try {
      return { driver, Database: driver.load() }
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
      refusals.push(`- ${driver.name}: ${reason}. To get it: ${driver.remedy}.`)
    }
  }
  const what = wanted === undefined ? 'No SQLite driver' : `The SQLite driver "${wanted}"`
  throw new StorageError('NO_SQLITE_DRIVER', `${what} could be loaded.\n${refusals.join('\n')}`)
}
