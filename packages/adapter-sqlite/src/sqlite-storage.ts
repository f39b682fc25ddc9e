import { type Hint, STORAGE_CONTRACT_VERSION, type Storage } from '@nightshift/core'
import { audit, auditLog } from './audit.js'
import { command } from './command.js'
import { type Connection, createConnection } from './connection.js'
import { count } from './count.js'
import { enqueue } from './enqueue.js'
import { events, observe, publish } from './event.js'
import { history } from './history.js'
import { resetBudget, rollBudget, spend } from './limits/budget.js'
import { defineLimits, limits } from './limits/define.js'
import { list } from './list.js'
import type { SqliteStorageOptions } from './options.js'
import { purge } from './purge.js'
import { defineQueue, pauseQueue, queues } from './queue.js'
import { get, trail } from './read.js'
import { occurrences, purgeOccurrences } from './schedule/ledger.js'
import { moveSchedule } from './schedule/move.js'
import { deleteSchedule, dueSchedules, putSchedule, schedules } from './schedule/schedule.js'
import { closeSession, heartbeat, openSession, sessions } from './session.js'
import { threadAccessTo } from './thread-access.js'
import { turn } from './turn.js'

/** A storage that other processes on the same file can wake. */
export interface SqliteStorage extends Storage {
  onHint(listener: (hint: Hint) => void): () => void
}

/**
 * Keeps jobs in a SQLite file, which several processes of one machine may share. Nothing is opened
 * before `open`. Made with a `database` handle, it enqueues inside a transaction of the host's when
 * that handle is given as `tx`; other calls wait until the transaction is over.
 */
export function sqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  const connection = createConnection(options)
  const threadAccess = threadAccessTo(options)
  return {
    name: 'sqlite',
    contractVersion: STORAGE_CONTRACT_VERSION,
    capabilities: {
      transactions: options.database ? 'host' : 'none',
      hints: 'cross-process',
      filters: 'scanned',
    },
    ...(threadAccess && { threadAccess }),
    async open() {
      const database = await connection.open()
      // One process must not use two SQLite libraries on one file.
      if (threadAccess) threadAccess.options.driver = database.driverName
    },
    close: connection.close,
    onHint: connection.onHint,
    ...workVerbs(connection),
    ...settingVerbs(connection),
    ...scheduleVerbs(connection),
    ...readingVerbs(connection),
  }
}

type WorkVerb =
  | 'enqueue'
  | 'openSession'
  | 'closeSession'
  | 'turn'
  | 'heartbeat'
  | 'command'
  | 'spend'
  | 'purge'

const workVerbs = ({ write, join }: Connection): Pick<Storage, WorkVerb> => ({
  enqueue: (units, tx) =>
    tx === undefined
      ? write((store) => enqueue(store, units))
      : join(tx, (store) => enqueue(store, units)),
  openSession: (session) => write((store, now) => openSession(store, session, now)),
  closeSession: (session, end) => write((store) => closeSession(store, session, end)),
  turn: (request) => write((store, now) => turn(store, request, now)),
  heartbeat: (session, leaseMs) => write((store, now) => heartbeat(store, session, leaseMs, now)),
  spend: (session, job, key, amount) => write((store) => spend(store, session, job, key, amount)),
  purge: (request) => write((store) => purge(store, request)),
  command: (ids, order) => write((store) => command(store, ids, order)),
})

type SettingVerb =
  | 'defineQueue'
  | 'pauseQueue'
  | 'defineLimits'
  | 'rollBudget'
  | 'resetBudget'
  | 'observe'
  | 'publish'
  | 'audit'

const settingVerbs = ({ write }: Connection): Pick<Storage, SettingVerb> => ({
  defineQueue: (name, { maxLength }) => write((store) => defineQueue(store, name, maxLength)),
  pauseQueue: (name, change) => write((store) => pauseQueue(store, name, change)),
  defineLimits: (definitions) => write((store) => defineLimits(store, definitions)),
  rollBudget: (key, expectedEnd, nextEnd) =>
    write((store) => rollBudget(store, key, expectedEnd, nextEnd)),
  resetBudget: (key) => write((store) => resetBudget(store, key)),
  observe: () => write(observe),
  publish: (events) => write((store) => publish(store, events)),
  audit: (entries) => write((store, now) => audit(store, entries, now)),
})

type ScheduleVerb =
  | 'schedules'
  | 'dueSchedules'
  | 'putSchedule'
  | 'deleteSchedule'
  | 'moveSchedule'
  | 'occurrences'
  | 'purgeOccurrences'

const scheduleVerbs = ({ read, write }: Connection): Pick<Storage, ScheduleVerb> => ({
  schedules: () => read(schedules),
  dueSchedules: (limit) => read((store, now) => dueSchedules(store, limit, now)),
  putSchedule: (schedule, expectedRevision) =>
    write((store) => putSchedule(store, schedule, expectedRevision)),
  deleteSchedule: (id, expectedRevision) =>
    write((store) => deleteSchedule(store, id, expectedRevision)),
  moveSchedule: (move) => write((store) => moveSchedule(store, move)),
  occurrences: (filter) => read((store) => occurrences(store, filter)),
  purgeOccurrences: (schedule, before, limit) =>
    write((store) => purgeOccurrences(store, schedule, before, limit)),
})

type ReadingVerb =
  | 'sessions'
  | 'get'
  | 'trail'
  | 'list'
  | 'count'
  | 'history'
  | 'queues'
  | 'limits'
  | 'events'
  | 'auditLog'

const readingVerbs = ({ read }: Connection): Pick<Storage, ReadingVerb> => ({
  sessions: () => read(sessions),
  get: (ids) => read((store) => get(store, ids)),
  trail: (id) => read((store) => trail(store, id)),
  list: (request) => read((store) => list(store, request)),
  count: (filter) => read((store) => count(store, filter)),
  history: (range) => read((store) => history(store, range)),
  queues: () => read(queues),
  limits: () => read(limits),
  events: (request) => read((store, now) => events(store, request, now)),
  auditLog: (request) => read((store) => auditLog(store, request)),
})
