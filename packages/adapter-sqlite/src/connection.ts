import { type EpochMs, type Hint, StorageError } from '@nightshift/core'
import type { SqliteDatabase } from './database.js'
import { createHints } from './hints.js'
import { createNames } from './names.js'
import { openDatabase } from './open-database.js'
import type { SqliteSource, SqliteStorageOptions } from './options.js'
import { migrate } from './schema.js'
import { prepareStatements } from './statements.js'
import { newStep } from './step.js'
import type { Store } from './store.js'
import { join, patiently, read, write } from './transaction.js'

type Work<T> = (store: Store, now: EpochMs) => T

/** A storage's way to its database. */
export interface Connection {
  open(): Promise<SqliteDatabase>
  close(): Promise<void>
  write<T>(work: Work<T>): Promise<T>
  /** Inside the host's transaction on the very handle the storage was made with. */
  join<T>(transaction: unknown, work: Work<T>): Promise<T>
  read<T>(work: Work<T>): Promise<T>
  onHint(listener: (hint: Hint) => void): () => void
}

interface Opened {
  readonly database: SqliteDatabase
  readonly store: Store
}

export function createConnection(options: SqliteStorageOptions): Connection {
  const { clock = { now: () => Date.now() } } = options
  const hints = createHints()
  let opened: Opened | undefined

  const storeNow = (): Store => {
    if (opened) return opened.store
    throw new StorageError('STORE_CLOSED', 'The storage is not open. Call open() first.')
  }

  return {
    async open() {
      const { database } = await patiently(() => {
        opened ??= openStore(options)
        return opened
      })
      hints.open(database.file)
      return database
    },
    async close() {
      hints.close()
      if (opened && options.file !== undefined) opened.database.close()
      opened = undefined
    },
    write: (work) =>
      patiently(() => {
        const store = storeNow()
        const answer = write(store, clock, work)
        if (store.step.hints.size > 0) hints.send(store.step.hints)
        return answer
      }),
    async join(transaction, work) {
      if (options.database === undefined || transaction !== options.database) {
        throw foreignTransaction()
      }
      // When it will be committed is not known here, so nobody is told.
      return join(storeNow(), clock, work)
    },
    read: (work) => patiently(() => read(storeNow(), clock, work)),
    onHint: (listener) => hints.listen(listener),
  }
}

const foreignTransaction = () =>
  new StorageError(
    'UNSUPPORTED',
    'This storage can only take part in a transaction on the database it was made with. Make it with `sqliteStorage({ database })`, and give that same `database` as `tx` while your transaction is open on it.',
  )

function openStore(source: SqliteSource): Opened {
  const database = source.database ?? openDatabase(source.file, source)
  try {
    migrate(database)
    const sql = prepareStatements(database)
    const store = { sql, names: createNames(sql), sessions: new Map(), step: newStep() }
    return { database, store }
  } catch (error) {
    if (source.database === undefined) database.close()
    throw error
  }
}
