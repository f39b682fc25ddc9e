import type { Argument, Connection, Reply } from './connection.js'
import {
  type LogLine,
  MAX_TURN_JOBS,
  type NextState,
  type Report,
  type SettleAnswer,
  type Settlement,
  type TurnReply,
  type TurnRequest,
} from './contract.js'
import { lineOf } from './job-class.js'
import { placeOf } from './keys.js'
import { letterOfOutcome, letterOfState, stateOf } from './letters.js'
import { claimedJob, type HeldReply, recoveredJob } from './records.js'
import { cancelRequests, sessionKey } from './sessions.js'

export async function turn(connection: Connection, request: TurnRequest): Promise<TurnReply> {
  const { settle, report, claim, recover } = request
  if (settle.length > MAX_TURN_JOBS) {
    throw new RangeError(`A turn settles at most ${MAX_TURN_JOBS} jobs, not ${settle.length}.`)
  }
  const args: Argument[] = [sessionKey(request.session), request.turn]
  const claims = boundedClaims(claim)
  args.push(Math.min(recover, MAX_TURN_JOBS), settle.length, report.length, claims.length)
  for (const settlement of settle) addSettlement(args, settlement)
  for (const message of report) addReport(args, message)
  for (const { queue, slots } of claims) args.push(lineOf(queue), slots)
  return turnReply((await connection.run('turn', args)) as readonly Reply[])
}

/** No turn claims more than the contract allows, whatever was asked for. */
function boundedClaims(claims: TurnRequest['claim']): TurnRequest['claim'] {
  let left = MAX_TURN_JOBS
  return claims.map(({ queue, slots }) => {
    const granted = Math.max(0, Math.min(slots, left))
    left -= granted
    return { queue, slots: granted }
  })
}

function addSettlement(args: Argument[], settlement: Settlement): void {
  const { id, token, outcome, next, failure, progress, logs } = settlement
  const result = next.state === 'completed' ? next.result : undefined
  const code = `${outcome === undefined ? '-' : letterOfOutcome(outcome)}${letterOfState(next.state)}`
  const parts = `${result === undefined ? '' : 'r'}${failure === undefined ? '' : 'f'}${progress === undefined ? '' : 'p'}${logs?.length ? 'l' : ''}`
  args.push(placeOf(id), token, code + parts)
  if (next.state === 'queued') args.push(wayBack(next))
  if (result !== undefined) args.push(result)
  if (failure !== undefined) args.push(failure)
  if (progress !== undefined) args.push(progress)
  if (logs?.length) addLogs(args, logs)
}

function wayBack(next: Extract<NextState, { state: 'queued' }>): string {
  const { attempt, headStartMs, delayMs, crashes, exempt } = next
  return JSON.stringify({
    a: attempt,
    h: headStartMs,
    d: delayMs,
    c: crashes,
    ...(exempt?.length && { e: exempt }),
  })
}

function addReport(args: Argument[], { id, token, progress, logs, steps }: Report): void {
  const results = Object.entries(steps ?? {})
  const parts = `${progress === undefined ? '' : 'p'}${logs?.length ? 'l' : ''}${results.length ? 't' : ''}`
  args.push(placeOf(id), token, parts)
  if (progress !== undefined) args.push(progress)
  if (logs?.length) addLogs(args, logs)
  if (results.length) args.push(results.length * 2, ...results.flat())
}

function addLogs(args: Argument[], logs: readonly LogLine[]): void {
  args.push(logs.length, ...logs.map((line) => JSON.stringify(line)))
}

function turnReply(reply: readonly Reply[]): TurnReply {
  const [status, settled, claimed, recovered, cancels, more, nextDue, budgets] = reply
  if (status !== 1) return { status: 'session-lost' }
  const due = budgets as readonly string[]
  return {
    status: 'done',
    settled: Array.from(settled as string, settleAnswer),
    claimed: (claimed as unknown as readonly HeldReply[]).map(claimedJob),
    recovered: (recovered as unknown as readonly HeldReply[]).map(recoveredJob),
    cancels: cancelRequests(Array.isArray(cancels) ? (cancels as readonly string[]) : []),
    more: more === 1,
    ...(nextDue != null && { nextDueInMs: Number(nextDue) }),
    ...(due.length > 0 && { budgetsDue: due }),
  }
}

const settleAnswer = (letter: string): SettleAnswer =>
  letter === '-' ? { status: 'lease-lost' } : { status: 'settled', state: stateOf(letter) }
