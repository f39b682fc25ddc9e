import { closeSync, constants, type FSWatcher, openSync, readSync, watch, writeSync } from 'node:fs'
import type { Hint } from '@nightshift/core'

/** Where each kind of hint has its byte in the file. */
const PLACES: readonly Hint[] = ['work', 'signals', 'events', 'schedules']
const OWNER_ONLY = 0o600
const PAUSE_MS = 1

/** Tells this process and others what may have changed. What cannot be told is lost: they poll. */
export interface Hints {
  /** From now on other processes are heard, if somebody listens; `file` is the database. */
  open(file: string): void
  /** To be called after the commit. */
  send(hints: ReadonlySet<Hint>): void
  listen(listener: (hint: Hint) => void): () => void
  close(): void
}

/** Other processes watch a file beside the database, in which each kind of hint has a byte. */
export function createHints(): Hints {
  const unsent = new Set<Hint>()
  let sentAt = 0
  let later: NodeJS.Immediate | undefined

  const listeners = new Set<(hint: Hint) => void>()
  const bytes = Buffer.alloc(PLACES.length)
  let path: string | undefined
  let descriptor: number | undefined
  let watcher: FSWatcher | undefined

  const call = (hint: Hint) => {
    // Later, so that a listener that throws or calls the storage again disturbs no verb.
    for (const listener of listeners) queueMicrotask(() => listener(hint))
  }

  function opened(): number | undefined {
    if (path === undefined) return undefined
    descriptor ??= openSync(path, constants.O_RDWR | constants.O_CREAT, OWNER_ONLY)
    return descriptor
  }

  function read(): Buffer {
    const now = Buffer.from(bytes)
    const file = opened()
    if (file !== undefined) readSync(file, now, 0, PLACES.length, 0)
    return now
  }

  function look(): void {
    const now = read()
    const changed = PLACES.filter((_, place) => now[place] !== bytes[place])
    now.copy(bytes)
    for (const hint of changed) call(hint)
  }

  function startWatching(): void {
    if (watcher || path === undefined || listeners.size === 0) return
    read().copy(bytes)
    watcher = watch(path, { persistent: false }, () => attempt(look))
    watcher.on('error', stopWatching)
  }

  function stopWatching(): void {
    watcher?.close()
    watcher = undefined
  }

  function mark(hint: Hint): void {
    const place = PLACES.indexOf(hint)
    const file = opened()
    // Any other value does; two processes must not always choose the same.
    bytes[place] = ((bytes[place] ?? 0) + 1 + Math.floor(Math.random() * 254)) % 256
    if (file !== undefined) writeSync(file, bytes, place, 1, place)
  }

  /** At once after a pause; in a rush, one write stands for many. */
  function write(hints: Iterable<Hint>): void {
    for (const hint of hints) unsent.add(hint)
    const now = performance.now()
    if (now - sentAt >= PAUSE_MS) flush(now)
    else later ??= setImmediate(() => flush(performance.now()))
  }

  function flush(now: number): void {
    sentAt = now
    if (later) clearImmediate(later)
    later = undefined
    for (const hint of unsent) attempt(() => mark(hint))
    unsent.clear()
  }

  return {
    open(file) {
      path = `${file}-hint`
      attempt(startWatching)
    },
    send(hints) {
      for (const hint of hints) call(hint)
      write(hints)
    },
    listen(listener) {
      // Wrapped, because one function may listen twice.
      const own = (hint: Hint) => listener(hint)
      listeners.add(own)
      attempt(startWatching)
      return () => {
        listeners.delete(own)
        if (listeners.size === 0) stopWatching()
      }
    },
    close() {
      flush(0)
      stopWatching()
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
      path = undefined
    },
  }
}

/** A hint is lost, and nothing else. */
function attempt(step: () => unknown): void {
  try {
    step()
  } catch {}
}
