import {
  type CancelRequest,
  type ClaimedJob,
  type JobState,
  type RecoveredJob,
  type SettleAnswer,
  StorageError,
  type TurnReply,
} from '@nightshift/core'
import { addressOf, headOf } from './address.js'
import { type JobRow, recordOf, stepsOf } from './rows.js'
import type { KnownSession, Store } from './store.js'

type DoneReply = Extract<TurnReply, { status: 'done' }>

type Recovery = Pick<RecoveredJob, 'alone' | 'loss'> & {
  readonly head: string
  /** Its cancel had been asked for by then. */
  readonly hadCancel: boolean
}

/** A reply without the jobs' contents: the jobs are held, claimed ones the last of them. */
interface KeptReply {
  /** `null` where the lease was lost. */
  readonly settled: readonly (JobState | null)[]
  readonly claimed: number
  readonly recovered: readonly Recovery[]
  readonly cancels: readonly CancelRequest[]
  readonly more: boolean
  readonly nextDueInMs?: number
  readonly budgetsDue?: readonly string[]
  /** For claimed jobs by their place, where a budget was exhausted. */
  readonly exhausted?: Readonly<Record<number, readonly string[]>>
}

export function writeReply({ status, settled, claimed, recovered, ...rest }: DoneReply): string {
  const exhausted = claimed.flatMap((job, place) =>
    job.exhausted ? [[place, job.exhausted] as const] : [],
  )
  const kept: KeptReply = {
    ...rest,
    settled: settled.map((answer) => (answer.status === 'settled' ? answer.state : null)),
    claimed: claimed.length,
    recovered: recovered.map(({ id, alone, loss, cancelReason }) => ({
      head: headOf(id),
      alone,
      loss,
      hadCancel: cancelReason !== undefined,
    })),
    ...(exhausted.length > 0 && { exhausted: Object.fromEntries(exhausted) }),
  }
  return JSON.stringify(kept)
}

/** The reply to the session's last turn, once more. */
export function readReply(store: Store, { id, held }: KnownSession): DoneReply {
  const text = store.sql.sessionReply.get<{ reply: string | null }>(id)?.reply
  if (!text) throw new StorageError('STORE_CORRUPT', 'A session has turns but no reply.')
  const { exhausted = {}, ...kept } = JSON.parse(text) as KeptReply
  const claimed = [...held.keys()].slice(held.size - kept.claimed)
  return {
    ...kept,
    status: 'done',
    settled: kept.settled.map(
      (state): SettleAnswer => (state ? { status: 'settled', state } : { status: 'lease-lost' }),
    ),
    recovered: kept.recovered.map(({ head, alone, loss, hadCancel }) => {
      const job = jobHeldAs(store, head)
      const asItWas = hadCancel ? job : withoutCancel(job)
      return { ...asItWas, lostWorker: job.worker ?? '', alone, loss }
    }),
    claimed: claimed.map((head, place) => ({
      ...withoutCancel(jobHeldAs(store, head)),
      ...(exhausted[place] && { exhausted: exhausted[place] }),
    })),
  }
}

function jobHeldAs(store: Store, head: string): ClaimedJob {
  const { hi, lo } = addressOf(head)
  const row = store.sql.jobAt.get<JobRow>(hi, lo) as JobRow
  const steps = stepsOf(store, row)
  return { ...recordOf(store, row), token: row.token, ...(steps && { steps }) }
}

/** A cancel asked for since belongs to the next reply. */
function withoutCancel({ cancelReason, ...asItWas }: ClaimedJob): ClaimedJob {
  return asItWas
}
