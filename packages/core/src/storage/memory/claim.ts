import type { EpochMs } from '../../time/clock.js'
import {
  type ClaimedJob,
  type ClaimRequest,
  MAX_TURN_INPUT_BYTES,
  MAX_TURN_JOBS,
} from '../contract.js'
import type { MemoryData } from './memory-data.js'
import type { Session } from './session.js'
import { recordOf, type StoredJob } from './stored-job.js'

/** Takes due jobs, queue by queue as asked, until the slots or the turn are full. */
export function claim(
  data: MemoryData,
  session: Session,
  requests: readonly ClaimRequest[],
  now: EpochMs,
): readonly ClaimedJob[] {
  const claimed: ClaimedJob[] = []
  let inputBytes = 0
  for (const { queue, slots } of requests) {
    const line = data.lines.get(queue)
    for (let free = slots; free > 0; free -= 1) {
      if (inputBytes >= MAX_TURN_INPUT_BYTES || claimed.length === MAX_TURN_JOBS) return claimed
      const job = line?.take(now)
      if (!job) break
      claimed.push(start(data, session, job, now))
      inputBytes += Buffer.byteLength(job.record.input)
    }
  }
  return claimed
}

/** Until the first delayed job of these queues is due. */
export function nextDueIn(
  data: MemoryData,
  requests: readonly ClaimRequest[],
  now: EpochMs,
): number | undefined {
  const dueTimes = requests.flatMap(({ queue }) => data.lines.get(queue)?.nextDueAt(now) ?? [])
  return dueTimes.length === 0 ? undefined : Math.min(...dueTimes) - now
}

function start(data: MemoryData, session: Session, job: StoredJob, now: EpochMs): ClaimedJob {
  const { record } = job
  record.state = 'running'
  record.attempt += 1
  record.worker = session.worker
  record.startedAt = now
  return hold(data, session, job)
}

/** Gives the session the job under a token nobody had before. */
export function hold(data: MemoryData, session: Session, job: StoredJob): ClaimedJob {
  data.lastToken += 1
  job.holder = { session: session.id, token: data.lastToken }
  session.held.set(job.record.id, job)
  return { ...recordOf(job), token: data.lastToken }
}
