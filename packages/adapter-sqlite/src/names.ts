import type { JobFilter } from '@nightshift/core'
import type { Statements } from './statements.js'

/** A job name in a queue. */
export interface Kind {
  readonly id: number
  readonly name: string
  readonly queueId: number
  readonly queue: string
}

/** Names are written once and stand in the jobs as numbers, which this remembers. */
export interface Names {
  /** Adds the kind if it is new; for use inside a write only. */
  kindOf(queue: string, name: string): Kind
  kindById(id: number): Kind
  /** Every kind a filter lets through, those other processes added included. */
  kindsLike(filter: Pick<JobFilter, 'queue' | 'name'>): readonly Kind[]
  /** `undefined` while nobody has enqueued to it. */
  queueId(queue: string): number | undefined
  /** Adds the queue if it is new; for use inside a write only. */
  queueIdOf(queue: string): number
  /** The lane of these keys, added if it is new; for use inside a write only. */
  laneOf(queueId: number, keys: string): number
  /** Adds the worker if it is new; for use inside a write only. */
  workerId(worker: string): number
  workerById(id: number): string
  /** After a rollback: numbers given since may be gone. */
  forget(): void
}

interface Id {
  readonly id: number
}

/** There may be one for each user of the host. */
const LANES_REMEMBERED = 10_000

export function createNames(sql: Statements): Names {
  const kinds = new Map<string, Map<string, Kind>>()
  const kindsById = new Map<number, Kind>()
  const queues = new Map<string, number>()
  const lanes = new Map<string, number>()
  const workers = new Map<string, number>()
  const workersById = new Map<number, string>()

  const queueId = (queue: string): number | undefined => {
    const known = queues.get(queue) ?? sql.queueByName.get<Id>(queue)?.id
    if (known !== undefined) queues.set(queue, known)
    return known
  }

  const queueIdOf = (queue: string): number => {
    const known = queueId(queue)
    if (known !== undefined) return known
    const id = idOf(sql.addQueue.get<Id>(queue))
    sql.addPlainLane.run(id, id)
    queues.set(queue, id)
    return id
  }

  const findOrAddKind = (queue: string, name: string): Kind => {
    const queueRow = queueIdOf(queue)
    const id =
      sql.kindByName.get<Id>(queueRow, name)?.id ?? idOf(sql.addKind.get<Id>(queueRow, name))
    return { id, name, queueId: queueRow, queue }
  }

  return {
    queueId,
    queueIdOf,
    laneOf(queue, keys) {
      // A queue's plain lane has its own id.
      if (keys === '') return queue
      const place = `${queue} ${keys}`
      const known = lanes.get(place) ?? sql.laneByKeys.get<Id>(queue, keys)?.id
      const id = known ?? idOf(sql.addLane.get<Id>(queue, keys))
      if (lanes.size >= LANES_REMEMBERED) lanes.clear()
      lanes.set(place, id)
      return id
    },
    kindOf(queue, name) {
      const known = kinds.get(queue)?.get(name)
      if (known) return known
      const kind = findOrAddKind(queue, name)
      kinds.set(queue, (kinds.get(queue) ?? new Map<string, Kind>()).set(name, kind))
      return kind
    },
    kindById(id) {
      const known = kindsById.get(id)
      if (known) return known
      const kind = sql.kindById.get<Kind>(id) as Kind
      kindsById.set(id, kind)
      return kind
    },
    kindsLike: ({ queue = null, name = null }) => sql.kindsLike.all<Kind>(queue, queue, name, name),
    workerId(worker) {
      const known = workers.get(worker) ?? sql.workerByName.get<Id>(worker)?.id
      const id = known ?? idOf(sql.addWorker.get<Id>(worker))
      workers.set(worker, id)
      return id
    },
    workerById(id) {
      const name = workersById.get(id) ?? sql.workerById.get<{ name: string }>(id)?.name ?? ''
      workersById.set(id, name)
      return name
    },
    forget() {
      for (const memory of [kinds, kindsById, queues, lanes, workers, workersById]) memory.clear()
    },
  }
}

const idOf = (row: Id | undefined): number => (row as Id).id
