import { statSync } from 'node:fs'
import type { RawDatabase } from './drivers/driver.js'

/** How large the write-ahead log grows before it is written back. */
export const CHECKPOINT_PAGES = { normal: 4_000, full: 1_000 } as const
export const PAGE_BYTES = 4_096
/** Looking at the size of a file costs a system call, so not every statement does. */
const STATEMENTS_BETWEEN_LOOKS = 50
const STATEMENTS_UNTIL_RETRY = 10

/** SQLite 3.7.0 to 3.51.2 can lose commits when two connections checkpoint at the same moment. */
export function hasWalResetBug(sqliteVersion: string): boolean {
  const [major = 0, minor = 0, patch = 0] = sqliteVersion.split('.').map(Number)
  if (major !== 3) return major < 3
  if (minor === 44) return patch < 6
  if (minor === 50) return patch < 7
  return minor < 51 || (minor === 51 && patch < 3)
}

export interface Checkpointer {
  /** To be called before each statement that may write. */
  beforeStatement(): void
  close(): void
}

/**
 * Checkpoints for builds with that bug, whose own are switched off. Each happens while a second
 * connection holds the write lock: so no other checkpoint of this kind runs at that moment in any
 * process, and nobody can reset the log under it. The lock ends with the process, whatever happens.
 */
export function lockedCheckpoints(
  file: string,
  database: RawDatabase,
  openSecond: () => RawDatabase,
  limitBytes: number,
): Checkpointer {
  let second: RawDatabase | undefined
  let statementsToLook = STATEMENTS_BETWEEN_LOOKS

  function checkpoint(): 'done' | 'somebody writes' {
    second ??= openSecond()
    try {
      second.exec('BEGIN IMMEDIATE')
    } catch {
      return 'somebody writes'
    }
    try {
      database.prepare('PRAGMA wal_checkpoint(PASSIVE)').all()
    } catch {
      // A log that could not be written back now is larger at the next look, nothing worse.
    }
    second.exec('ROLLBACK')
    return 'done'
  }

  return {
    beforeStatement() {
      statementsToLook -= 1
      if (statementsToLook > 0 || isInTransaction(database)) return
      const outcome = logBytes(file) > limitBytes ? checkpoint() : 'done'
      statementsToLook = outcome === 'done' ? STATEMENTS_BETWEEN_LOOKS : STATEMENTS_UNTIL_RETRY
    },
    close() {
      if (logBytes(file) > 0) checkpoint()
      second?.close()
    },
  }
}

/** Where a driver cannot tell, the attempt fails and comes again. */
const isInTransaction = ({ inTransaction, isTransaction }: RawDatabase): boolean =>
  inTransaction ?? isTransaction ?? false

const logBytes = (file: string): number =>
  statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
