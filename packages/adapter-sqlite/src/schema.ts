import { StorageError } from '@nightshift/core'
import type { SqliteDatabase } from './database.js'
import { FIRST_SCHEMA } from './tables.js'

/** "NSHF": tells this file from every other application's. */
export const APPLICATION_ID = 0x4e534846

/** Step n leads from schema version n to n + 1. Published steps never change. */
const MIGRATIONS: readonly string[] = [FIRST_SCHEMA]

/** The schema this version of the adapter reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length

/**
 * Brings the schema up to date, in one transaction, so that processes opening the file together
 * wait for the first and find its work done.
 * @throws StorageError `STORE_NEWER`, `STORE_FOREIGN`; `STORE_BUSY` when it should be called again
 */
export function migrate(database: SqliteDatabase): void {
  if (schemaVersion(database) === SCHEMA_VERSION) return
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const step of MIGRATIONS.slice(schemaVersion(database))) database.exec(step)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function schemaVersion(database: SqliteDatabase): number {
  const application = pragma(database, 'application_id')
  const version = pragma(database, 'user_version')
  const isOurs = application === APPLICATION_ID || (application === 0 && version === 0)
  if (!isOurs) {
    throw new StorageError(
      'STORE_FOREIGN',
      `"${database.file}" belongs to another application. Give Nightshift a file of its own.`,
    )
  }
  if (version > SCHEMA_VERSION) {
    throw new StorageError(
      'STORE_NEWER',
      `"${database.file}" was written by a newer Nightshift (schema ${version}; this one knows ${SCHEMA_VERSION}). Update @nightshift/adapter-sqlite in this process.`,
    )
  }
  return version
}

const pragma = (database: SqliteDatabase, name: 'application_id' | 'user_version'): number =>
  Object.values(database.prepare(`PRAGMA ${name}`).get<Record<string, number>>() ?? {})[0] ?? 0
