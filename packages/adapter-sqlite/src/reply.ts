import {
  type CancelRequest,
  type JobState,
  type SettleAnswer,
  StorageError,
  type TurnReply,
} from '@nightshift/core'
import { addressOf } from './address.js'
import { type JobRow, recordOf } from './rows.js'
import type { KnownSession, Store } from './store.js'

type DoneReply = Extract<TurnReply, { status: 'done' }>

/** A reply without the jobs' contents: the jobs are held, and the last of the held ones. */
interface KeptReply {
  /** `null` where the lease was lost. */
  readonly settled: readonly (JobState | null)[]
  readonly claimed: number
  /** For each recovered job, whether its cancel had been asked for by then. */
  readonly recovered: readonly boolean[]
  readonly cancels: readonly CancelRequest[]
  readonly nextDueInMs?: number
}

export function writeReply({ settled, claimed, recovered, ...rest }: DoneReply): string {
  const kept: KeptReply = {
    settled: settled.map((answer) => (answer.status === 'settled' ? answer.state : null)),
    claimed: claimed.length,
    recovered: recovered.map((job) => job.cancelReason !== undefined),
    cancels: rest.cancels,
    ...(rest.nextDueInMs !== undefined && { nextDueInMs: rest.nextDueInMs }),
  }
  return JSON.stringify(kept)
}

/** The reply to the session's last turn, once more. */
export function readReply(store: Store, { id, held }: KnownSession): DoneReply {
  const text = store.sql.sessionReply.get<{ reply: string | null }>(id)?.reply
  if (!text) throw new StorageError('STORE_CORRUPT', 'A session has turns but no reply.')
  const kept = JSON.parse(text) as KeptReply
  const fresh = [...held].slice(held.size - kept.recovered.length - kept.claimed)
  const jobs = fresh.map((head) => jobHeldAs(store, head))
  return {
    status: 'done',
    settled: kept.settled.map(
      (state): SettleAnswer => (state ? { status: 'settled', state } : { status: 'lease-lost' }),
    ),
    recovered: kept.recovered.map((hadCancel, index) => {
      const job = jobs[index] as HeldJob
      const { record, token } = hadCancel ? job : withoutCancel(job)
      return { ...record, token, lostWorker: record.worker ?? '' }
    }),
    claimed: jobs.slice(kept.recovered.length).map((job) => {
      const { record, token } = withoutCancel(job)
      return { ...record, token }
    }),
    cancels: kept.cancels,
    ...(kept.nextDueInMs !== undefined && { nextDueInMs: kept.nextDueInMs }),
  }
}

interface HeldJob {
  readonly record: ReturnType<typeof recordOf>
  readonly token: number
}

function jobHeldAs(store: Store, head: string): HeldJob {
  const { hi, lo } = addressOf(head)
  const row = store.sql.jobAt.get<JobRow>(hi, lo) as JobRow
  return { record: recordOf(store, row), token: row.token }
}

/** A cancel asked for since belongs to the next reply. */
function withoutCancel({ record, token }: HeldJob): HeldJob {
  const { cancelReason, ...asItWas } = record
  return { record: asItWas, token }
}
