import type {
  ClaimedJob,
  ClaimRequest,
  Report,
  Settlement,
  Storage,
  TurnReply,
} from '@nightshift/core'
import { assertSame } from '../same.js'
import { type Cast, pick, type TwinSession } from './cast.js'
import { settlementFrom } from './ending.js'
import { type Pair, pair, type Side } from './pair.js'
import type { Step } from './step.js'

export type TurnStep = Extract<Step, { type: 'turn' }>
type Done = Extract<TurnReply, { status: 'done' }>

/**
 * Runs a turn on both storages, and again while either says that there is more; a storage may do
 * in several turns what the other does in one. Gives the replies put together.
 */
export async function takeTurn(
  storages: Pair<Storage>,
  cast: Cast,
  session: TwinSession,
  step: TurnStep,
): Promise<Pair<TurnReply>> {
  const turn = session.turn + (step.number === 'wrong' ? 3 : 1)
  const requests = await pair(storages, (_, side) => ({
    session: session.id,
    turn,
    settle: settlements(cast, step, side),
    report: reports(cast, step, side),
    claim: step.claim,
    recover: step.recover,
  }))
  const replies = await pair(storages, (storage, side) => storage.turn(requests[side]))
  if (step.number === 'wrong') return replies
  session.turn = turn
  session.last = { requests, replies }
  return goOn(storages, session, step, replies)
}

async function goOn(
  storages: Pair<Storage>,
  session: TwinSession,
  step: TurnStep,
  replies: Pair<TurnReply>,
): Promise<Pair<TurnReply>> {
  let all = replies
  for (let turns = 0; turns < 20 && wantsMore(all); turns += 1) {
    session.turn += 1
    const { turn } = session
    const so = all
    const requests = await pair(storages, (_, side) => ({
      session: session.id,
      turn,
      settle: [],
      report: [],
      claim: freeSlots(step.claim, so[side]),
      recover: step.recover,
    }))
    const next = await pair(storages, (storage, side) => storage.turn(requests[side]))
    session.last = { requests, replies: next }
    all = {
      reference: together(all.reference, next.reference),
      actual: together(all.actual, next.actual),
    }
  }
  return all
}

const wantsMore = ({ reference, actual }: Pair<TurnReply>): boolean =>
  reference.status === 'done' && actual.status === 'done' && (reference.more || actual.more)

function freeSlots(asked: readonly ClaimRequest[], reply: TurnReply): readonly ClaimRequest[] {
  const claimed: readonly ClaimedJob[] = reply.status === 'done' ? reply.claimed : []
  return asked.map(({ queue, slots }) => ({
    queue,
    slots: slots - claimed.filter((job) => job.queue === queue).length,
  }))
}

function together(first: TurnReply, next: TurnReply): TurnReply {
  if (first.status !== 'done' || next.status !== 'done') return next
  return {
    ...next,
    settled: first.settled,
    claimed: [...first.claimed, ...next.claimed],
    recovered: [...first.recovered, ...next.recovered],
    cancels: [...first.cancels, ...next.cancels],
  } satisfies Done
}

/** A repeated turn is compared with the answer of its own storage, tokens included. */
export async function repeatTurn(
  storages: Pair<Storage>,
  { last }: TwinSession,
): Promise<Pair<TurnReply> | undefined> {
  if (!last) return undefined
  const replies = await pair(storages, (storage, side) => storage.turn(last.requests[side]))
  for (const side of ['reference', 'actual'] as const) {
    if (replies[side].status === 'done') {
      assertSame(replies[side], last.replies[side], `${side}: a repeated turn answers the same`)
    }
  }
  return replies
}

function settlements(cast: Cast, step: TurnStep, side: Side): Settlement[] {
  return step.settle.flatMap((draft) => {
    const claim = pick(cast.claims, draft.claim)
    return claim ? [settlementFrom(draft, { ...claim, token: claim.tokens[side] })] : []
  })
}

function reports(cast: Cast, step: TurnStep, side: Side): Report[] {
  return step.report.flatMap(({ claim: recency, note }) => {
    const claim = pick(cast.claims, recency)
    if (!claim) return []
    const logs = [{ at: 1, level: 'info', message: note } as const]
    const steps = { [note]: '1' }
    return [{ id: claim.id, token: claim.tokens[side], progress: note, logs, steps }]
  })
}
