import type { EpochMs } from '../../time/clock.js'
import { FAIR_QUANTUM_MS } from '../contract.js'
import { Heap, type Place } from './heap.js'
import type { LimitCount } from './limit-count.js'
import { keyOf, type StoredJob, type WaitingPlace } from './stored-job.js'

export interface LanePlace extends Place {
  readonly lane: Lane
}

/** Due jobs of one queue, group and set of limit keys, in the order of their keys. */
export class Lane {
  readonly key: string
  readonly queue: string
  readonly #jobs = new Heap<WaitingPlace>()
  /** How far it has moved back by being served while others waited. */
  #tag = Number.NEGATIVE_INFINITY
  /** The limit that stopped it; while there is one, claims do not look at the lane. */
  parkedOn?: LimitCount | undefined
  /** Where it stands among the open lanes. */
  place?: LanePlace | undefined

  constructor(key: string, queue: string) {
    this.key = key
    this.queue = queue
  }

  get head(): StoredJob | undefined {
    return this.#jobs.peek()?.job
  }

  add(job: StoredJob): void {
    job.place = { at: keyOf(job), id: job.record.id, job, index: 0 }
    this.#jobs.push(job.place)
  }

  has(job: StoredJob): boolean {
    return job.place !== undefined && this.#jobs.has(job.place)
  }

  remove(job: StoredJob): void {
    if (job.place) this.#jobs.remove(job.place)
    job.place = undefined
  }

  /** Jobs keep their keys; only the lane gives way to others. */
  standing(head: StoredJob): number {
    return Math.max(keyOf(head), this.#tag - head.headStartMs)
  }

  giveWay({ record, weight }: StoredJob): void {
    this.#tag = Math.max(this.#tag, record.dueAt) + FAIR_QUANTUM_MS / weight
  }

  *dueTimes(): Generator<EpochMs> {
    for (const { job } of this.#jobs.all()) yield job.record.dueAt
  }
}
