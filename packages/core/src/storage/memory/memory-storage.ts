import { STORAGE_CONTRACT_VERSION, type Storage, type StorageClock } from '../contract.js'
import { command } from './command.js'
import { enqueue } from './enqueue.js'
import { emptyData, type MemoryData } from './memory-data.js'
import { count, get, history, list } from './read.js'
import { closeSession, heartbeat, openSession, turn } from './turn.js'

export interface MemoryStorageOptions {
  /** What the store stamps its jobs with. Default: the system's clock. */
  readonly clock?: StorageClock
}

/** Jobs in this process's memory: for tests, and for work that may end with the process. */
export interface MemoryStorage extends Storage {
  /** Another handle on the same jobs, as a second process would have on a file. */
  connect(): MemoryStorage
}

/** Keeps jobs in memory. They outlive `close`, but not the process. */
export const memoryStorage = ({
  clock = { now: () => Date.now() },
}: MemoryStorageOptions = {}): MemoryStorage => handleOn(emptyData(clock))

/** Every verb is one synchronous step, which is what makes it atomic. */
const handleOn = (data: MemoryData): MemoryStorage => ({
  name: 'memory',
  contractVersion: STORAGE_CONTRACT_VERSION,
  connect: () => handleOn(data),
  open: async () => {},
  close: async () => {},
  enqueue: async (units) => enqueue(data, units),
  openSession: async (session) => openSession(data, session),
  closeSession: async (session) => closeSession(data, session),
  turn: async (request) => turn(data, request),
  heartbeat: async (session, leaseMs) => heartbeat(data, session, leaseMs),
  command: async (ids, order) => command(data, ids, order),
  get: async (ids) => get(data, ids),
  history: async (id) => history(data, id),
  list: async (request) => list(data, request),
  count: async (filter) => count(data, filter),
})
