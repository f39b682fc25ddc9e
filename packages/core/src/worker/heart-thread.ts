import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { HeartbeatReply, SessionId, Storage } from '../storage/contract.js'
import type { HeartThreadData, HeartThreadMessage } from './heart.js'

// Runs in a thread of its own, with a connection of its own: a handler that blocks the event loop
// does not cost its worker the lease. But a loop that stands still for longer than any of its jobs
// may run is taken for dead, so that a deadlock ends.

type Connect = (options: unknown) => Promise<Pick<Storage, 'heartbeat' | 'close'>>

const { access, session, leaseMs, everyMs, pulse } = workerData as HeartThreadData
const numbers = new BigInt64Array(pulse)
const tell = (message: HeartThreadMessage) => parentPort?.postMessage(message)

const isBlockedTooLong = () => {
  const standsStillMs = Date.now() - Number(Atomics.load(numbers, 0))
  return standsStillMs > Number(Atomics.load(numbers, 1)) + everyMs
}

async function beat(store: Awaited<ReturnType<Connect>>, id: SessionId): Promise<HeartbeatReply> {
  for (;;) {
    try {
      return await store.heartbeat(id, leaseMs)
    } catch (error) {
      tell({ type: 'trouble', error: error as Error })
      await sleep(everyMs / 3)
    }
  }
}

const { connect } = (await import(access.module)) as { readonly connect: Connect }
const store = await connect(access.options)
let alive = true
for (let beats = 0; alive; beats += 1) {
  // The first beat comes at once: the lease has been running while this thread came up.
  if (beats > 0) await sleep(everyMs)
  if (isBlockedTooLong()) break
  const reply = await beat(store, session)
  alive = reply.status === 'alive'
  if (alive && beats === 0) tell({ type: 'beating' })
  if (reply.status === 'session-lost' || reply.cancels.length > 0) tell({ type: 'reply', reply })
}
await store.close()
