import * as budgets from './budgets.js'
import { clientFor, type RedisSource } from './client.js'
import { command } from './commands.js'
import { createConnection } from './connection.js'
import { STORAGE_CONTRACT_VERSION, type Storage, type StorageClock } from './contract.js'
import { count } from './counting.js'
import { enqueue } from './enqueue.js'
import * as events from './events.js'
import { createHintReceiver } from './hints.js'
import { history } from './history.js'
import { keysOf } from './keys.js'
import { list } from './listing.js'
import { open } from './opening.js'
import { purge } from './purge.js'
import * as queues from './queues.js'
import { get, trail } from './reading.js'
import * as schedules from './schedules.js'
import * as sessions from './sessions.js'
import { threadAccess } from './thread-access.js'
import { turn } from './turn.js'

export type RedisStorageOptions = RedisSource & {
  /** The installation's name: the beginning of all its keys. Default `nightshift`. */
  readonly prefix?: string
  /** The time to use instead of the server's own; for tests. */
  readonly clock?: StorageClock
  /** A call that has no answer after this long fails. Default 5,000 ms. */
  readonly callDeadlineMs?: number
  /** Use a server that may throw keys away when its memory is full. Default `false`. */
  readonly acceptDataLoss?: boolean
  /** Told what is not right but no reason to stop. Default: the console. */
  readonly warn?: (message: string) => void
}

/**
 * Keeps jobs in Redis 7 or later, or Valkey; any number of processes may share them. Nothing is
 * connected before `open`.
 *
 * @throws StorageError from `open`: `STORE_EVICTS`, `STORE_NEWER`, `STORE_TOO_OLD`,
 * `STORE_FORBIDDEN`, `STORE_UNAVAILABLE`.
 */
export function redisStorage(options: RedisStorageOptions): Storage {
  const { prefix = 'nightshift', clock, callDeadlineMs = 5_000, acceptDataLoss = false } = options
  const { warn = (message) => console.warn(`[nightshift] ${message}`) } = options
  const keys = keysOf(prefix)
  const make = () =>
    createConnection(clientFor(options), {
      keys,
      callDeadlineMs,
      now: clock ? () => String(clock.now()) : () => '',
    })
  let connection = make()
  // A virtual clock stays in this thread.
  const access = clock ? undefined : threadAccess(options, { prefix, callDeadlineMs })
  const hints = createHintReceiver(() => clientFor(options), keys)

  return {
    name: 'redis',
    contractVersion: STORAGE_CONTRACT_VERSION,
    capabilities: { transactions: 'none', hints: 'cross-process', filters: 'scanned' },
    open: () => open(connection, { keys, acceptDataLoss, warn }),
    async close() {
      hints.close()
      await connection.close()
      connection = make()
    },
    enqueue: (units) => enqueue(connection, units),
    openSession: (session) => sessions.openSession(connection, session),
    closeSession: (session, end) => sessions.closeSession(connection, session, end),
    sessions: () => sessions.sessions(connection, keys),
    turn: (request) => turn(connection, request),
    heartbeat: (session, leaseMs) => sessions.heartbeat(connection, session, leaseMs),
    command: (ids, order) => command(connection, ids, order),
    get: (ids) => get(connection, ids),
    trail: (id) => trail(connection, keys, id),
    list: (request) => list(connection, keys, request),
    count: (filter) => count(connection, keys, filter),
    history: (range) => history(connection, keys, range),
    defineQueue: (name, settings) => queues.defineQueue(connection, name, settings),
    pauseQueue: (name, change) => queues.pauseQueue(connection, name, change),
    queues: () => queues.queues(connection),
    defineLimits: (definitions) => budgets.defineLimits(connection, definitions),
    limits: () => budgets.limits(connection),
    spend: (session, job, key, amount) => budgets.spend(connection, session, job, key, amount),
    rollBudget: (key, end, next) => budgets.rollBudget(connection, key, end, next),
    resetBudget: (key) => budgets.resetBudget(connection, key),
    purge: (request) => purge(connection, request),
    schedules: () => schedules.schedules(connection, keys),
    dueSchedules: (limit) => schedules.dueSchedules(connection, limit),
    putSchedule: (schedule, revision) => schedules.putSchedule(connection, schedule, revision),
    deleteSchedule: (id, revision) => schedules.deleteSchedule(connection, id, revision),
    moveSchedule: (move) => schedules.moveSchedule(connection, move),
    occurrences: (filter) => schedules.occurrences(connection, filter),
    purgeOccurrences: (schedule, before, limit) =>
      schedules.purgeOccurrences(connection, schedule, before, limit),
    observe: () => events.observe(connection),
    events: (request) => events.events(connection, request),
    publish: (own) => events.publish(connection, own),
    audit: (entries) => events.audit(connection, entries),
    auditLog: (request) => events.auditLog(connection, keys, request),
    onHint: (listener) => hints.on(listener),
    ...(access && { threadAccess: access }),
  }
}
