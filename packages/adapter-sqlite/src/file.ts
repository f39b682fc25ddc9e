import { chmodSync, closeSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@nightshift/core'
import { fileFailure } from './failure.js'

/** Only the owner may read what jobs carry. SQLite gives its `-wal` and `-shm` the same mode. */
const OWNER_ONLY = 0o600

/**
 * Makes the folder and an empty file, unless they exist, and returns the file's real path.
 * An existing file is not opened here: closing it again would drop the locks that SQLite holds on
 * it for other handles of this process.
 */
export function prepareFile(file: string): string {
  if (file === '' || file.startsWith(':') || file.startsWith('file:')) {
    throw new StorageError(
      'STORE_UNAVAILABLE',
      `"${file}" is not the path of a file. Name one, for example "data/jobs.db"; to keep jobs in memory only, use the memory storage.`,
    )
  }
  try {
    mkdirSync(dirname(file), { recursive: true })
    createForOwner(file)
    return realpathSync(file)
  } catch (error) {
    throw fileFailure(file, error)
  }
}

function createForOwner(file: string): void {
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw error
  }
  // A umask may have taken the owner's own bits.
  chmodSync(file, OWNER_ONLY)
}
