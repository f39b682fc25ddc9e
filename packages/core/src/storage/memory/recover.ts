import type { EpochMs } from '../../time/clock.js'
import type { RecoveredJob } from '../contract.js'
import { hold } from './claim.js'
import type { MemoryData } from './memory-data.js'
import { isLost, type Session } from './session.js'

/**
 * Hands jobs of lost sessions to a living one. Worker and start stay those of the lost execution,
 * because it is that one the taker will settle.
 */
export function recover(
  data: MemoryData,
  taker: Session,
  limit: number,
  now: EpochMs,
): readonly RecoveredJob[] {
  const recovered: RecoveredJob[] = []
  for (const session of limit > 0 ? data.sessions.values() : []) {
    if (!isLost(session, now)) continue
    for (const job of session.held.values()) {
      if (recovered.length === limit) return recovered
      session.held.delete(job.record.id)
      job.record.crashes += 1
      const lostWorker = job.record.worker as string
      recovered.push({ ...hold(data, taker, job), lostWorker })
    }
    data.sessions.delete(session.id)
  }
  return recovered
}
