import { type CommandAnswer, STORAGE_CONTRACT_VERSION, type Storage } from '@nightshift/core'
import { command } from './command.js'
import { createConnection } from './connection.js'
import { count } from './count.js'
import { enqueue } from './enqueue.js'
import { list } from './list.js'
import type { SqliteStorageOptions } from './options.js'
import { get, history } from './read.js'
import { endLease, heartbeat, openSession } from './session.js'
import { turn } from './turn.js'

/** Commands for more jobs than this are split, so that others may write in between. */
const JOBS_AT_ONCE = 500

/**
 * Keeps jobs in a SQLite file, which several processes of one machine may share. Nothing is opened
 * before `open`. A `database` handle must not be inside a transaction of the host's while the
 * storage is called.
 */
export function sqliteStorage(options: SqliteStorageOptions): Storage {
  const { open, close, read, write } = createConnection(options)
  return {
    name: 'sqlite',
    contractVersion: STORAGE_CONTRACT_VERSION,
    open,
    close,
    enqueue: (units) => write((store, now) => enqueue(store, units, now)),
    openSession: (session) => write((store, now) => openSession(store, session, now)),
    closeSession: (session) => write((store) => endLease(store, session)),
    turn: (request) => write((store, now) => turn(store, request, now)),
    heartbeat: (session, leaseMs) => write((store, now) => heartbeat(store, session, leaseMs, now)),
    get: (ids) => read((store) => get(store, ids)),
    history: (id) => read((store) => history(store, id)),
    list: (request) => read((store) => list(store, request)),
    count: (filter) => read((store) => count(store, filter)),
    async command(ids, order) {
      const answers: CommandAnswer[] = []
      for (let from = 0; from < ids.length; from += JOBS_AT_ONCE) {
        const part = ids.slice(from, from + JOBS_AT_ONCE)
        answers.push(...(await write((store, now) => command(store, part, order, now))))
      }
      return answers
    },
  }
}
