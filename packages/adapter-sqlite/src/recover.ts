import type { RecoveredJob, SessionEnd } from '@nightshift/core'
import { addressOf, HEAD_LENGTH, pieces } from './address.js'
import type { Holder } from './holder.js'
import { type JobRow, recordOf, SUSPECT, stepsOf } from './rows.js'
import { endSession } from './session.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'
import { newTally } from './tally.js'

interface LostSession {
  readonly id: number
  readonly held: string
  readonly tally: string
  /** Empty while nobody has recovered from it. */
  readonly loss: 'expired' | SessionEnd | null
  readonly heldAtEnd: number
}

/** How a job was lost. */
type Loss = Pick<RecoveredJob, 'loss'> & { readonly wasOnly: boolean }

/**
 * Hands jobs of lost sessions to a living one. Worker and start stay those of the lost execution,
 * because it is that one the taker will settle.
 */
export function recover(
  store: Store,
  taker: Holder,
  limit: number,
): { readonly recovered: readonly RecoveredJob[]; readonly more: boolean } {
  if (limit <= 0) return { recovered: [], more: false }
  const { session, now } = taker
  const heard = controlOf(store).heard ?? now
  const lost = store.sql.lostSessions.all<LostSession>(session, now, now, now, heard)
  const recovered: RecoveredJob[] = []
  for (const one of lost) {
    if (recovered.length === limit) return { recovered: recovered.sort(byId), more: true }
    recovered.push(...takeFrom(store, taker, one, limit - recovered.length))
  }
  return { recovered: recovered.sort(byId), more: false }
}

function takeFrom(
  store: Store,
  taker: Holder,
  { id, held, tally, loss, heldAtEnd }: LostSession,
  limit: number,
): readonly RecoveredJob[] {
  const { sql } = store
  const heads = pieces(held, HEAD_LENGTH)
  const isFirst = loss === null
  if (isFirst) {
    const known = new Map(heads.map((head) => [head, undefined]))
    endSession(store, { id, held: known, tally: newTally(tally) }, 'expired')
  }
  const wasOnly = (isFirst ? heads.length : heldAtEnd) === 1
  const taken = heads.slice(0, limit)
  const jobs = taken.map((head) =>
    takeOver(store, taker, head, { loss: loss ?? 'expired', wasOnly }),
  )
  if (taken.length === heads.length) sql.deleteSession.run(id)
  else sql.leaveHeld.run(held.slice(taken.length * HEAD_LENGTH), id)
  return jobs
}

function takeOver(
  store: Store,
  { session, held }: Holder,
  head: string,
  { loss, wasOnly }: Loss,
): RecoveredJob {
  const { hi, lo } = addressOf(head)
  const { flags } = store.sql.jobAt.get<JobRow>(hi, lo) as JobRow
  store.sql.takeOver.run(session, SUSPECT, hi, lo)
  const row = store.sql.jobAt.get<JobRow>(hi, lo) as JobRow
  held.set(head, { kind: row.kind, started: row.started ?? 0 })
  const record = recordOf(store, row)
  const steps = stepsOf(store, row)
  return {
    ...record,
    token: row.token,
    ...(steps && { steps }),
    lostWorker: record.worker ?? '',
    alone: wasOnly && (flags & SUSPECT) !== 0,
    loss,
  }
}

const byId = (a: RecoveredJob, b: RecoveredJob) => (a.id < b.id ? -1 : 1)
