import { StorageError } from '../../errors.js'
import {
  type Hint,
  STORAGE_CONTRACT_VERSION,
  type Storage,
  type StorageClock,
} from '../contract.js'
import { resetBudget, rollBudget, spend } from './budget.js'
import { command } from './command.js'
import { enqueue } from './enqueue.js'
import { defineLimits, limits } from './limits.js'
import { emptyData, type MemoryData, queueOf } from './memory-data.js'
import { purge } from './purge.js'
import { count, get, list, queues, trail } from './read.js'
import { moveSchedule } from './schedule-move.js'
import {
  deleteSchedule,
  dueSchedules,
  occurrences,
  purgeOccurrences,
  putSchedule,
  schedules,
} from './schedules.js'
import { closeSession, heartbeat, openSession, sessions } from './session.js'
import { turn } from './turn.js'

export interface MemoryStorageOptions {
  /** What the store stamps its jobs with. Default: the system's clock. */
  readonly clock?: StorageClock
}

/** Jobs in this process's memory: for tests, and for work that may end with the process. */
export interface MemoryStorage extends Storage {
  onHint(listener: (hint: Hint) => void): () => void
  /** Another handle on the same jobs, as a second process would have on a file. */
  connect(): MemoryStorage
}

/** Keeps jobs in memory. They outlive `close`, but not the process. */
export const memoryStorage = ({
  clock = { now: () => Date.now() },
}: MemoryStorageOptions = {}): MemoryStorage => handleOn(emptyData(clock))

const handleOn = (data: MemoryData): MemoryStorage => ({
  name: 'memory',
  contractVersion: STORAGE_CONTRACT_VERSION,
  capabilities: { transactions: 'none', hints: 'in-process', filters: 'exact' },
  connect: () => handleOn(data),
  onHint: (listener) => data.hints.listen(listener),
  open: async () => {},
  close: async () => {},
  ...workVerbs(data),
  ...settingVerbs(data),
  ...scheduleVerbs(data),
  ...readingVerbs(data),
})

/** Every verb is one synchronous step, which is what makes it atomic. */
async function step<T>(data: MemoryData, act: () => T): Promise<T> {
  const answer = act()
  data.hints.send()
  return answer
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

const workVerbs = (data: MemoryData): Pick<Storage, WorkVerb> => ({
  enqueue: (units, tx) =>
    step(data, () => {
      if (tx !== undefined) throw withoutTransactions()
      return enqueue(data, units)
    }),
  openSession: (session) => step(data, () => openSession(data, session)),
  closeSession: (session, end) => step(data, () => closeSession(data, session, end)),
  turn: (request) => step(data, () => turn(data, request)),
  heartbeat: (session, leaseMs) => step(data, () => heartbeat(data, session, leaseMs)),
  command: (ids, order) => step(data, () => command(data, ids, order)),
  spend: (session, job, key, amount) => step(data, () => spend(data, session, job, key, amount)),
  purge: (request) => step(data, () => purge(data, request)),
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

const settingVerbs = (data: MemoryData): Pick<Storage, SettingVerb> => ({
  defineQueue: async (name, { maxLength }) => {
    queueOf(data, name).maxLength = maxLength
  },
  pauseQueue: (name, change) =>
    step(data, () => {
      queueOf(data, name).paused = change === 'pause'
      data.hints.add(change === 'pause' ? 'signals' : 'work')
    }),
  defineLimits: (definitions) => step(data, () => defineLimits(data, definitions)),
  rollBudget: (key, expectedEnd, nextEnd) =>
    step(data, () => rollBudget(data, key, expectedEnd, nextEnd)),
  resetBudget: (key) => step(data, () => resetBudget(data, key)),
  observe: async () => data.events.observe(data.clock.now()),
  publish: (events) =>
    step(data, () => {
      const now = data.clock.now()
      for (const event of events) if (data.events.write(now, event)) data.hints.add('events')
    }),
  audit: async (entries) => data.audit.add(entries, data.clock.now()),
})

type ScheduleVerb =
  | 'schedules'
  | 'dueSchedules'
  | 'putSchedule'
  | 'deleteSchedule'
  | 'moveSchedule'
  | 'occurrences'
  | 'purgeOccurrences'

const scheduleVerbs = (data: MemoryData): Pick<Storage, ScheduleVerb> => ({
  schedules: async () => schedules(data),
  dueSchedules: async (limit) => dueSchedules(data, limit),
  putSchedule: (schedule, expectedRevision) =>
    step(data, () => putSchedule(data, schedule, expectedRevision)),
  deleteSchedule: (id, expectedRevision) =>
    step(data, () => deleteSchedule(data, id, expectedRevision)),
  moveSchedule: (move) => step(data, () => moveSchedule(data, move)),
  occurrences: async (filter) => occurrences(data, filter),
  purgeOccurrences: async (schedule, before, limit) =>
    purgeOccurrences(data, schedule, before, limit),
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

const readingVerbs = (data: MemoryData): Pick<Storage, ReadingVerb> => ({
  sessions: async () => sessions(data),
  get: async (ids) => get(data, ids),
  trail: async (id) => trail(data, id),
  list: async (request) => list(data, request),
  count: async (filter) => count(data, filter),
  history: async ({ fromDay, toDay }) => data.history.between(fromDay, toDay),
  queues: async () => queues(data),
  limits: async () => limits(data),
  events: async ({ after, limit }) => data.events.read(after, limit, data.clock.now()),
  auditLog: async (request) => data.audit.page(request),
})

const withoutTransactions = () =>
  new StorageError(
    'UNSUPPORTED',
    'The memory storage cannot take part in a transaction of yours. Enqueue without `tx`, or use a storage that can.',
  )
