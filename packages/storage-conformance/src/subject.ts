import type { Storage, StorageClock } from '@nightshift/core'

/** A fresh, empty storage under test, not opened yet. */
export interface Subject {
  readonly storage: Storage
  /** A second, independent connection to the same data, not opened yet. */
  connect(): Storage
  /** Removes the data. By then the kit has closed every storage it was given. */
  dispose(): Promise<void>
}

/** Makes a subject that reads the time from the given clock and from nowhere else. */
export type CreateSubject = (clock: StorageClock) => Subject | Promise<Subject>
