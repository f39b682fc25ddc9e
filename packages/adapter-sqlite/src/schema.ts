import { StorageError } from '@nightshift/core'
import type { SqliteDatabase } from './database.js'

/** "NSHF": tells this file from every other application's. */
export const APPLICATION_ID = 0x4e534846

/**
 * `ns_job.seq` is the first 63 bits of the id and `tail` the rest, so that a job needs no second
 * index. Running jobs have no index either: `ns_session.held` lists them.
 */
const FIRST_SCHEMA = `
CREATE TABLE ns_queue (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- A job's name and its queue, written once for all jobs that have both.
CREATE TABLE ns_kind (
  id INTEGER PRIMARY KEY,
  queue INTEGER NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (queue, name)
) STRICT;

CREATE TABLE ns_worker (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ns_job (
  seq INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  kind INTEGER NOT NULL,
  queue INTEGER NOT NULL,
  -- 1 waiting, 2 delayed, 3 running, 4 completed, 5 failed, 6 cancelled
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),
  priority INTEGER NOT NULL,
  key INTEGER NOT NULL,
  -- Empty for a job that is due since it was stored.
  due INTEGER,
  enqueued INTEGER NOT NULL,
  -- 1 cancel asked, 2 dedup key, 4 input in ns_body, 8 result in ns_body
  flags INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  crashes INTEGER NOT NULL DEFAULT 0,
  executions INTEGER NOT NULL DEFAULT 0,
  session INTEGER,
  -- Rises whenever a session gets the job: what an earlier holder writes is refused by it.
  token INTEGER NOT NULL DEFAULT 0,
  worker INTEGER,
  started INTEGER,
  ended INTEGER,
  -- How the last execution ended, once the job is final; earlier ones are in ns_attempt.
  outcome INTEGER CHECK (outcome BETWEEN 1 AND 7),
  input TEXT,
  options TEXT,
  result TEXT,
  failure TEXT,
  cancel_reason TEXT,
  dedup TEXT,
  CHECK ((state = 3) = (session IS NOT NULL)),
  CHECK (state <> 2 OR due IS NOT NULL)
) STRICT;

CREATE INDEX ns_job_waiting ON ns_job (queue, key) WHERE state = 1;
CREATE INDEX ns_job_delayed ON ns_job (queue, due) WHERE state = 2;
CREATE INDEX ns_job_done ON ns_job (kind, state) WHERE state >= 4;

-- Inputs and results too large to be rewritten with their job at every move.
CREATE TABLE ns_body (
  seq INTEGER PRIMARY KEY,
  input TEXT,
  result TEXT
) STRICT;

CREATE TABLE ns_attempt (
  seq INTEGER NOT NULL,
  execution INTEGER NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 7),
  worker INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  failure TEXT,
  PRIMARY KEY (seq, execution)
) STRICT, WITHOUT ROWID;

-- What a job said of itself; "lines" counts the dropped ones too.
CREATE TABLE ns_report (
  seq INTEGER PRIMARY KEY,
  progress TEXT,
  lines INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ns_log (
  seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  at REAL NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
  message TEXT NOT NULL,
  data TEXT,
  PRIMARY KEY (seq, line)
) STRICT, WITHOUT ROWID;

-- "until": end of the window. "expires": empty while the holder is live, then when the key is free.
CREATE TABLE ns_dedup (
  key TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  tail TEXT NOT NULL,
  until INTEGER NOT NULL,
  expires INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX ns_dedup_expires ON ns_dedup (expires) WHERE expires IS NOT NULL;

-- One row is a session's fence, the list of jobs it holds, its last reply and its signals. Ids are
-- never used again, because other processes remember them.
CREATE TABLE ns_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  worker INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  turn INTEGER NOT NULL DEFAULT 0,
  held TEXT NOT NULL DEFAULT '',
  reply TEXT,
  signals TEXT NOT NULL DEFAULT ''
) STRICT;
`

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
