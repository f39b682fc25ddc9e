import { setTimeout as sleep } from 'node:timers/promises'
import type { EpochMs, StorageClock } from '@nightshift/core'
import { isBusy } from './failure.js'
import { finishStep } from './finish-step.js'
import { beginStep } from './step.js'
import type { Store } from './store.js'

/** After this long of waiting for another process the caller learns of it. */
const PATIENCE_MS = 30_000
const LONGEST_PAUSE_MS = 50

/**
 * Repeats what failed because another process was writing. The waits stand here and not in SQLite,
 * because those would stop the event loop.
 */
export async function patiently<T>(attempt: () => T): Promise<T> {
  const startedAt = performance.now()
  for (let tries = 1; ; tries += 1) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() - startedAt > PATIENCE_MS) throw error
    }
    // Processes that pause alike would meet again.
    await sleep(1 + Math.random() * Math.min(2 ** tries, LONGEST_PAUSE_MS))
  }
}

/** Runs work that changes something; it may be run again, so it must not do anything else. */
export function write<T>(
  store: Store,
  clock: StorageClock,
  work: (store: Store, now: EpochMs) => T,
): T {
  store.sql.begin.run()
  return finish(store, () => {
    // Only now is it certain that nobody writes between this instant and the end.
    const now = clock.now()
    beginStep(store.step, now)
    const result = work(store, now)
    finishStep(store)
    return result
  })
}

/** As `write`, inside a transaction of the host's, whose end is the host's. */
export function join<T>(
  store: Store,
  clock: StorageClock,
  work: (store: Store, now: EpochMs) => T,
): T {
  const { sql, step } = store
  sql.savepoint.run()
  try {
    const now = clock.now()
    beginStep(step, now)
    const result = work(store, now)
    finishStep(store)
    sql.releaseSavepoint.run()
    return result
  } catch (error) {
    sql.rollbackToSavepoint.run()
    sql.releaseSavepoint.run()
    throw error
  } finally {
    // Should the host roll back, nothing learnt here is so.
    forget(store)
  }
}

/** Runs reads that must see one moment. */
export function read<T>(
  store: Store,
  clock: StorageClock,
  work: (store: Store, now: EpochMs) => T,
): T {
  store.sql.beginRead.run()
  return finish(store, () => {
    const now = clock.now()
    beginStep(store.step, now)
    return work(store, now)
  })
}

function finish<T>(store: Store, work: () => T): T {
  try {
    const result = work()
    store.sql.commit.run()
    return result
  } catch (error) {
    rollBack(store)
    throw error
  }
}

function forget(store: Store): void {
  store.names.forget()
  store.sessions.clear()
}

function rollBack(store: Store): void {
  // What was learnt in the transaction may not be so.
  forget(store)
  try {
    store.sql.rollback.run()
  } catch {
    // SQLite rolls back by itself after some failures, a full disk among them.
  }
}
