import type { EpochMs } from '../../time/clock.js'
import {
  type ClaimedJob,
  type ClaimRequest,
  MAX_TURN_INPUT_BYTES,
  MAX_TURN_JOBS,
} from '../contract.js'
import { frozen } from './frozen.js'
import { occupy, roomFor } from './limits.js'
import { type MemoryData, moveTo, tell } from './memory-data.js'
import type { Queue } from './queue.js'
import type { Session } from './session.js'
import { recordOf, type StoredJob, stepsOf } from './stored-job.js'

/** What one turn has taken so far. */
class Catch {
  readonly jobs: ClaimedJob[] = []
  #inputBytes = 0

  get isFull(): boolean {
    return this.#inputBytes >= MAX_TURN_INPUT_BYTES || this.jobs.length === MAX_TURN_JOBS
  }

  add(job: ClaimedJob): void {
    this.jobs.push(job)
    this.#inputBytes += Buffer.byteLength(job.input)
  }
}

/** Takes due jobs, queue by queue as asked, until the slots or the turn are full. */
export function claim(
  data: MemoryData,
  session: Session,
  requests: readonly ClaimRequest[],
  now: EpochMs,
) {
  const taken = new Catch()
  let more = false
  for (const { queue: name, slots } of requests) {
    const queue = data.queues.get(name)
    if (!queue || queue.paused || slots === 0) continue
    queue.letDueJobsJoin(now)
    const free = slots - claimFrom(data, session, queue, slots, taken, now)
    if (free > 0 && (taken.isFull || queue.isMoreDue(now))) more = true
  }
  return { claimed: taken.jobs, more }
}

function claimFrom(
  data: MemoryData,
  session: Session,
  queue: Queue,
  slots: number,
  taken: Catch,
  now: EpochMs,
): number {
  for (let count = 0; count < slots; count += 1) {
    const next = taken.isFull ? undefined : nextWithRoom(data, queue, now)
    if (!next) return count
    taken.add(start(data, session, next, now))
  }
  return slots
}

interface Candidate {
  readonly job: StoredJob
  readonly exhausted: readonly string[]
}

/** Parks the lanes on its way that have no room. */
function nextWithRoom(data: MemoryData, queue: Queue, now: EpochMs): Candidate | undefined {
  for (let lane = queue.first; lane; lane = queue.first) {
    const job = lane.head as StoredJob
    const room = roomFor(data, job, now)
    if (!room.blockedBy) {
      queue.serve(lane, job)
      return { job, exhausted: room.exhausted }
    }
    room.blockedBy.noteFull(now)
    queue.park(lane, room.blockedBy)
  }
  return undefined
}

function start(
  data: MemoryData,
  session: Session,
  { job, exhausted }: Candidate,
  now: EpochMs,
): ClaimedJob {
  const { record } = job
  occupy(data, job, exhausted, now)
  moveTo(data, job, 'running', now)
  record.attempt += 1
  record.worker = session.worker
  record.startedAt = now
  tell(data, 'started', job, now)
  const claimed = hold(data, session, job)
  return exhausted.length > 0 ? { ...claimed, exhausted: frozen(exhausted) } : claimed
}

/** Gives the session the job under a token nobody had before. */
export function hold(data: MemoryData, session: Session, job: StoredJob): ClaimedJob {
  data.lastToken += 1
  job.holder = { session: session.id, token: data.lastToken }
  session.held.set(job.record.id, job)
  const claimed = { ...recordOf(job), token: data.lastToken }
  return job.steps ? { ...claimed, steps: frozen(stepsOf(job)) } : claimed
}
