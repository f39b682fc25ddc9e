import type { EpochMs } from '../../time/clock.js'
import type { RecoveredJob } from '../contract.js'
import { hold } from './claim.js'
import type { MemoryData } from './memory-data.js'
import { canBeRecovered, end, type Session } from './session.js'

/**
 * Hands jobs of lost sessions to a living one. Worker and start stay those of the lost execution,
 * because it is that one the taker will settle.
 */
export function recover(
  data: MemoryData,
  taker: Session,
  limit: number,
  now: EpochMs,
): { readonly recovered: readonly RecoveredJob[]; readonly more: boolean } {
  const recovered: RecoveredJob[] = []
  for (const session of limit > 0 ? data.sessions.values() : []) {
    if (session === taker || !canBeRecovered(data, session, now)) continue
    if (recovered.length === limit) return { recovered: recovered.sort(byId), more: true }
    end(data, session, 'expired')
    recovered.push(...takeFrom(data, session, taker, limit - recovered.length))
  }
  return { recovered: recovered.sort(byId), more: false }
}

function takeFrom(
  data: MemoryData,
  session: Session,
  taker: Session,
  limit: number,
): readonly RecoveredJob[] {
  const jobs = [...session.held.values()].slice(0, limit)
  return jobs.map((job) => {
    const { record } = job
    session.held.delete(record.id)
    if (session.held.size === 0) data.sessions.delete(session.id)
    const alone = session.heldAtEnd === 1 && record.suspect
    record.suspect = true
    const loss = session.loss ?? 'expired'
    return { ...hold(data, taker, job), lostWorker: record.worker as string, alone, loss }
  })
}

const byId = (a: RecoveredJob, b: RecoveredJob) => (a.id < b.id ? -1 : 1)
