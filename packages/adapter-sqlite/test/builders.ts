import { randomBytes } from 'node:crypto'
import {
  type ClaimedJob,
  createIdMaker,
  type NewJob,
  type Settlement,
  type Storage,
  type TurnReply,
  type TurnRequest,
} from '@nightshift/core'

export const newId = createIdMaker(Date.now, randomBytes)

export const newJob = (given: Partial<NewJob> = {}): NewJob => ({
  id: newId(),
  name: 'mail',
  queue: 'default',
  priority: 2,
  headStartMs: 0,
  input: '{"to":"someone"}',
  ...given,
})

export const success = ({ id, token }: ClaimedJob, result?: string): Settlement => ({
  id,
  token,
  outcome: 'succeeded',
  next: { state: 'completed', ...(result !== undefined && { result }) },
})

/** One turn that must be answered. */
export async function turn(
  storage: Storage,
  request: Pick<TurnRequest, 'session' | 'turn'> & Partial<TurnRequest>,
): Promise<Extract<TurnReply, { status: 'done' }>> {
  const reply = await storage.turn({ settle: [], report: [], claim: [], recover: 0, ...request })
  if (reply.status !== 'done') throw new Error(`The turn was answered ${reply.status}.`)
  return reply
}

/** Opens a session and claims in its first turn. */
export async function claim(
  storage: Storage,
  session: string,
  slots: number,
): Promise<readonly ClaimedJob[]> {
  await storage.openSession({ id: session, worker: `worker of ${session}`, leaseMs: 60_000 })
  const reply = await turn(storage, { session, turn: 1, claim: [{ queue: 'default', slots }] })
  return reply.claimed
}
