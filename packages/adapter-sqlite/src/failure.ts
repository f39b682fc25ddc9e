import { StorageError } from '@nightshift/core'

interface Meaning {
  readonly code: string
  readonly says: string
  readonly transient: boolean
}

const BUSY: Meaning = {
  code: 'STORE_BUSY',
  says: 'Another process has kept the job file locked for too long. Try again; if it stays so, look for a process that hangs with the file open.',
  transient: true,
}
const UNREADABLE: Meaning = {
  code: 'STORE_CORRUPT',
  says: 'The job file is damaged or is not a SQLite database. Stop every process that uses it and restore it from a backup.',
  transient: false,
}

/** What SQLite's primary result codes mean to the person who runs the host. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  BUSY,
  LOCKED: BUSY,
  CORRUPT: UNREADABLE,
  NOTADB: UNREADABLE,
  FULL: {
    code: 'STORE_FULL',
    says: 'The disk that holds the job file is full. Free some space; work goes on by itself.',
    transient: true,
  },
  READONLY: {
    code: 'STORE_READONLY',
    says: 'The job file cannot be written. Give this process write permission for the file and its folder.',
    transient: false,
  },
  IOERR: {
    code: 'STORE_UNAVAILABLE',
    says: 'The disk that holds the job file did not answer as it should.',
    transient: true,
  },
  CANTOPEN: {
    code: 'STORE_UNAVAILABLE',
    says: 'The job file cannot be opened. Check that its folder exists and that this process may use it.',
    transient: false,
  },
  CONSTRAINT: {
    code: 'STORE_CONSTRAINT',
    says: 'A rule of the database forbids this change.',
    transient: false,
  },
}

/** `node:sqlite` and libsql tell numbers, better-sqlite3 tells names. */
const NAME_OF_NUMBER: Readonly<Record<number, string>> = {
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  19: 'CONSTRAINT',
  26: 'NOTADB',
}

/** Turns whatever a driver threw into a `StorageError`; what is not SQLite's passes unchanged. */
export function storageFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageError) return error
  const result = isNested(error) ? 'BUSY' : resultName(error)
  if (result === undefined) return error
  const { code, says, transient } = MEANINGS[result] ?? {
    code: 'STORE_FAILED',
    says: 'SQLite refused a statement.',
    transient: false,
  }
  return new StorageError(code, `${says} (SQLite: ${error.message})`, { cause: error, transient })
}

/** The host has a transaction open on its handle; it ends sooner or later, like another process's. */
const isNested = ({ message }: Error): boolean =>
  message.includes('cannot start a transaction within a transaction')

export const isBusy = (error: unknown): boolean =>
  error instanceof StorageError && error.code === BUSY.code

interface DriverError extends Error {
  readonly code?: unknown
  /** `node:sqlite`. */
  readonly errcode?: unknown
  /** libsql. */
  readonly rawCode?: unknown
}

/** `BUSY` for SQLITE_BUSY and for its extended codes; `undefined` when SQLite did not speak. */
function resultName({ code, errcode, rawCode }: DriverError): string | undefined {
  const number = errcode ?? rawCode
  if (typeof number === 'number') return NAME_OF_NUMBER[number & 0xff] ?? 'ERROR'
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return undefined
  return code.split('_')[1]
}

/** For failures of the file system around the database. */
export function fileFailure(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT'
  const forbidden = error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'EPERM'
  const code = full ? 'STORE_FULL' : forbidden ? 'STORE_READONLY' : 'STORE_UNAVAILABLE'
  const says = `The job file "${file}" cannot be created (${error.message}). Choose a folder this process may write to, on a disk with room.`
  return new StorageError(code, says, { cause: error, transient: full })
}
