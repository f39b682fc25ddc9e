import type { RecoveredJob } from '@nightshift/core'
import { addressOf, HEAD_LENGTH, pieces } from './address.js'
import type { Holder } from './holder.js'
import { type JobRow, recordOf } from './rows.js'
import type { Store } from './store.js'

interface LostSession {
  readonly id: number
  readonly held: string
}

/**
 * Hands jobs of lost sessions to a living one. Worker and start stay those of the lost execution,
 * because it is that one the taker will settle.
 */
export function recover(store: Store, taker: Holder, limit: number): readonly RecoveredJob[] {
  if (limit <= 0) return []
  const { sql } = store
  const recovered: RecoveredJob[] = []
  for (const { id, held } of sql.lostSessions.all<LostSession>(taker.now)) {
    const heads = pieces(held, HEAD_LENGTH)
    const taken = heads.slice(0, limit - recovered.length)
    for (const head of taken) recovered.push(takeOver(store, taker, head))
    if (taken.length > 0) sql.leaveHeld.run(held.slice(taken.length * HEAD_LENGTH), id)
  }
  sql.removeEmptySessions.run(taker.now)
  return recovered
}

function takeOver(store: Store, { session, held }: Holder, head: string): RecoveredJob {
  const { hi, lo } = addressOf(head)
  store.sql.takeOver.run(session, hi, lo)
  held.add(head)
  const row = store.sql.jobAt.get<JobRow>(hi, lo) as JobRow
  const record = recordOf(store, row)
  return { ...record, token: row.token, lostWorker: record.worker ?? '' }
}
