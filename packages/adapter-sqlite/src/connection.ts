import { type EpochMs, StorageError } from '@nightshift/core'
import type { SqliteDatabase } from './database.js'
import { createNames } from './names.js'
import { openDatabase } from './open-database.js'
import type { SqliteSource, SqliteStorageOptions } from './options.js'
import { migrate } from './schema.js'
import { prepareStatements } from './statements.js'
import type { Store } from './store.js'
import { patiently, read, write } from './transaction.js'

/** A storage's way to its database. */
export interface Connection {
  open(): Promise<void>
  close(): Promise<void>
  write<T>(work: (store: Store, now: EpochMs) => T): Promise<T>
  read<T>(work: (store: Store) => T): Promise<T>
}

interface Opened {
  readonly database: SqliteDatabase
  readonly store: Store
}

export function createConnection(options: SqliteStorageOptions): Connection {
  const { clock = { now: () => Date.now() } } = options
  let opened: Opened | undefined

  const storeNow = (): Store => {
    if (opened) return opened.store
    throw new StorageError('STORE_CLOSED', 'The storage is not open. Call open() first.')
  }

  return {
    async open() {
      await patiently(() => {
        opened ??= openStore(options)
      })
    },
    async close() {
      if (opened && options.file !== undefined) opened.database.close()
      opened = undefined
    },
    write: (work) => patiently(() => write(storeNow(), clock, work)),
    read: (work) => patiently(() => read(storeNow(), work)),
  }
}

function openStore(source: SqliteSource): Opened {
  const database = source.database ?? openDatabase(source.file, source)
  try {
    migrate(database)
    const sql = prepareStatements(database)
    return { database, store: { sql, names: createNames(sql), sessions: new Map() } }
  } catch (error) {
    if (source.database === undefined) database.close()
    throw error
  }
}
