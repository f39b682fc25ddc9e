import { StorageError } from '@nightshift/core'
import {
  CHECKPOINT_PAGES,
  type Checkpointer,
  hasWalResetBug,
  lockedCheckpoints,
  PAGE_BYTES,
} from './checkpoint.js'
import type { DriverName, Durability, SqliteDatabase } from './database.js'
import { type LoadedDriver, loadDriver } from './drivers/choice.js'
import type { RawDatabase } from './drivers/driver.js'
import { isBusy, storageFailure } from './failure.js'
import { prepareFile } from './file.js'
import { attempt, handleOn } from './handle.js'
import { boundDriver, fileClosed, fileOpened } from './open-files.js'

export interface OpenDatabaseOptions {
  /** Default: the first that loads of `node:sqlite`, `better-sqlite3`, `libsql`. */
  readonly driver?: DriverName
  /** Default `normal`. */
  readonly durability?: Durability
}

/** Short, because waiting inside SQLite stops the event loop; longer waits are done outside. */
const BUSY_TIMEOUT_MS = 20
/** Two processes that create a file together meet only for moments. */
const WAL_SWITCH_TRIES = 200
const CACHE_KIB = 32_768

/**
 * Opens a SQLite file in WAL mode, creating it and its folder when absent, readable by its owner
 * only. Hosts that keep data of their own in SQLite should use this too: one process must not open
 * the same file with two SQLite libraries.
 * @throws StorageError `NO_SQLITE_DRIVER`, `SQLITE_DRIVER_MIXED`, `STORE_UNAVAILABLE`,
 *   `STORE_READONLY`, `STORE_CORRUPT`, `STORE_FULL`, `STORE_BUSY`
 */
export function openDatabase(file: string, options: OpenDatabaseOptions = {}): SqliteDatabase {
  const path = prepareFile(file)
  const loaded = loadDriver(boundDriver(path, options.driver))
  const raw = attempt(() => new loaded.Database(path))
  try {
    const database = attempt(() => setUp(path, raw, loaded, options.durability ?? 'normal'))
    fileOpened(path, loaded.driver.name)
    return database
  } catch (error) {
    raw.close()
    throw error
  }
}

function setUp(
  file: string,
  raw: RawDatabase,
  loaded: LoadedDriver,
  durability: Durability,
): SqliteDatabase {
  const { driver } = loaded
  raw.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  switchToWal(file, raw)
  const { sqliteVersion } = driver
    .prepare(raw, 'SELECT sqlite_version() AS sqliteVersion')
    .first([]) as Pick<SqliteDatabase, 'sqliteVersion'>
  const pages = CHECKPOINT_PAGES[durability]
  const guarded = hasWalResetBug(sqliteVersion)
  raw.exec(`
    PRAGMA synchronous = ${durability};
    PRAGMA cache_size = -${CACHE_KIB};
    PRAGMA temp_store = memory;
    PRAGMA wal_autocheckpoint = ${guarded ? 0 : pages};
    PRAGMA journal_size_limit = ${pages * PAGE_BYTES};
  `)
  return handleOn({
    file,
    raw,
    driver,
    sqliteVersion,
    checkpointer: guarded ? checkpointerFor(file, raw, loaded, pages * PAGE_BYTES) : undefined,
    onClose: () => fileClosed(file),
  })
}

function checkpointerFor(
  file: string,
  raw: RawDatabase,
  { Database }: LoadedDriver,
  limitBytes: number,
): Checkpointer {
  const openSecond = () => {
    const second = new Database(file)
    second.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
    return second
  }
  return lockedCheckpoints(file, raw, openSecond, limitBytes)
}

/** SQLite does not wait here by itself: a switch needs the file alone, if only for a moment. */
function switchToWal(file: string, raw: RawDatabase): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 1; ; tries += 1) {
    try {
      const [row] = raw.prepare('PRAGMA journal_mode = wal').all() as { journal_mode: string }[]
      if (row?.journal_mode === 'wal') return
      throw new StorageError(
        'STORE_UNAVAILABLE',
        `SQLite cannot keep a write-ahead log beside "${file}". Put the file on a local disk: network drives do not work.`,
      )
    } catch (error) {
      if (tries === WAL_SWITCH_TRIES || !isBusy(storageFailure(error))) throw error
      Atomics.wait(pause, 0, 0, 1 + Math.random() * 9)
    }
  }
}
