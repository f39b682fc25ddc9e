import { StorageError } from '@nightshift/core'
import type { DriverName } from './database.js'

/**
 * Which library has which file open. POSIX locks belong to the process: a second SQLite library
 * that closes the file would drop the first one's.
 */
const openFiles = new Map<string, { readonly driver: DriverName; handles: number }>()

/**
 * The driver this process must use for the file, if it is bound to one.
 * @throws StorageError `SQLITE_DRIVER_MIXED`
 */
export function boundDriver(file: string, wanted: DriverName | undefined): DriverName | undefined {
  const used = openFiles.get(file)?.driver
  if (used !== undefined && wanted !== undefined && used !== wanted) {
    throw new StorageError(
      'SQLITE_DRIVER_MIXED',
      `"${file}" is open with ${used} in this process and cannot be opened with ${wanted} as well: two SQLite libraries on one file damage it. Use the same driver everywhere.`,
    )
  }
  return wanted ?? used
}

export function fileOpened(file: string, driver: DriverName): void {
  const entry = openFiles.get(file) ?? { driver, handles: 0 }
  entry.handles += 1
  openFiles.set(file, entry)
}

export function fileClosed(file: string): void {
  const entry = openFiles.get(file)
  if (!entry) return
  entry.handles -= 1
  if (entry.handles === 0) openFiles.delete(file)
}
