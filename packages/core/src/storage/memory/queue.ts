import type { EpochMs } from '../../time/clock.js'
import { MAX_STEP_JOBS, type QueueRecord } from '../contract.js'
import { Heap } from './heap.js'
import { Lane, type LanePlace } from './lane.js'
import type { LimitCount } from './limit-count.js'
import type { StoredJob, WaitingPlace } from './stored-job.js'

/**
 * The waiting jobs of one queue. Due ones stand in lanes; those due later stand apart, and so do
 * lanes without room, so that any number of them costs a claim nothing.
 */
export class Queue {
  readonly name: string
  paused = false
  maxLength: number | undefined
  #waiting = 0
  readonly #lanes = new Map<string, Lane>()
  readonly #open = new Heap<LanePlace>()
  readonly #later = new Heap<WaitingPlace>()

  constructor(name: string) {
    this.name = name
  }

  /** Queued and blocked jobs. */
  get length(): number {
    return this.#waiting
  }

  join(job: StoredJob, now: EpochMs): void {
    const { state, dueAt, id } = job.record
    if (state !== 'queued' && state !== 'blocked') return
    this.#waiting += 1
    if (state === 'blocked') return
    if (dueAt <= now) {
      this.#line(job)
      return
    }
    job.place = { at: dueAt, id, job, index: 0 }
    this.#later.push(job.place)
  }

  leave(job: StoredJob): void {
    const { state } = job.record
    if (state !== 'queued' && state !== 'blocked') return
    this.#waiting -= 1
    const { place } = job
    if (!place) return
    const lane = this.#lanes.get(job.lane)
    if (lane?.has(job)) {
      this.#unline(lane, job)
      return
    }
    this.#later.remove(place)
    job.place = undefined
  }

  /** An empty lane goes, and with it its tag; one whose only job is moved inside it is not empty. */
  tidy(key: string): void {
    const lane = this.#lanes.get(key)
    if (lane && !lane.head) this.#lanes.delete(key)
  }

  /** Delayed jobs whose time has come take their places; so many in one step. */
  letDueJobsJoin(now: EpochMs): void {
    for (let step = 0; step < MAX_STEP_JOBS && this.isMoreDue(now); step += 1) {
      const job = this.#later.pop()?.job
      if (job) this.#line(job)
    }
  }

  /** Whether delayed jobs are due that have not taken their places yet. */
  isMoreDue(now: EpochMs): boolean {
    const next = this.#later.peek()
    return next !== undefined && next.at <= now
  }

  get nextDueAt(): EpochMs | undefined {
    return this.#later.peek()?.at
  }

  /** The lane whose turn it is. */
  get first(): Lane | undefined {
    return this.#open.peek()?.lane
  }

  /** The lane gives way if others wait. The job is still to leave. */
  serve(lane: Lane, head: StoredJob): void {
    if (this.#open.size > 1) lane.giveWay(head)
  }

  park(lane: Lane, limit: LimitCount): void {
    lane.parkedOn = limit
    limit.parked.add(lane)
    this.#place(lane)
  }

  /** The lane is looked at again: its limit may have room. */
  reopen(lane: Lane): void {
    lane.parkedOn?.parked.delete(lane)
    lane.parkedOn = undefined
    this.#place(lane)
  }

  record(now: EpochMs): QueueRecord {
    const due = [...this.#lanes.values()].flatMap((lane) => [...lane.dueTimes()])
    for (const { at } of this.#later.all()) if (at <= now) due.push(at)
    const oldest = due.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    return {
      name: this.name,
      paused: this.paused,
      ...(this.maxLength !== undefined && { maxLength: this.maxLength }),
      due: due.length,
      ...(due.length > 0 && { oldestDueAt: oldest }),
    }
  }

  #line(job: StoredJob): void {
    const lane = this.#lanes.get(job.lane) ?? new Lane(job.lane, this.name)
    this.#lanes.set(job.lane, lane)
    lane.add(job)
    // A new head may find room where the one before it found none.
    if (lane.head === job) this.reopen(lane)
  }

  #unline(lane: Lane, job: StoredJob): void {
    const wasHead = lane.head === job
    lane.remove(job)
    if (wasHead) this.reopen(lane)
  }

  #place(lane: Lane): void {
    if (lane.place && this.#open.has(lane.place)) this.#open.remove(lane.place)
    const { head } = lane
    lane.place = undefined
    if (!head || lane.parkedOn) return
    lane.place = { at: lane.standing(head), id: head.record.id, lane, index: 0 }
    this.#open.push(lane.place)
  }
}
