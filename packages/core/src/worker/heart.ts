import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker as Thread } from 'node:worker_threads'
import type { HeartbeatReply, SessionId, Storage } from '../storage/contract.js'
import { type CancelTimer, type Clock, systemClock } from '../time/clock.js'

/** Keeps a session's lease for as long as it beats. */
export interface Heart {
  /** The event loop may stand still this long before the lease is given up. */
  allowBlock(ms: number): void
  stop(): void
}

export interface HeartOptions {
  readonly storage: Storage
  readonly clock: Clock
  readonly session: SessionId
  readonly leaseMs: number
  onReply(reply: HeartbeatReply): void
  onTrouble(error: Error): void
}

const BEATS_PER_LEASE = 3
/** How often the loop shows the thread that it is not blocked. */
const TICK_EVERY_MS = 250
const THREAD = new URL('./heart-thread.js', import.meta.url)

/**
 * Beats in a thread of its own where the storage can be reached from one, so that a blocked event
 * loop does not lose its jobs; else on the loop. Virtual time knows no threads.
 */
export function startHeart(options: HeartOptions): Heart {
  const { threadAccess } = options.storage
  const loop = beatOnLoop(options)
  const threaded =
    threadAccess && options.clock === systemClock && existsSync(fileURLToPath(THREAD))
  return threaded ? beatInThread(options, threadAccess, loop) : loop
}

function beatOnLoop({ storage, clock, session, leaseMs, onReply, onTrouble }: HeartOptions): Heart {
  let stopped = false
  let cancel: CancelTimer = () => {}

  const schedule = () => {
    cancel = clock.setTimer(leaseMs / BEATS_PER_LEASE, () => void beat())
  }
  const beat = async () => {
    try {
      const reply = await storage.heartbeat(session, leaseMs)
      if (stopped) return
      onReply(reply)
      if (reply.status === 'session-lost') return
    } catch (error) {
      onTrouble(error as Error)
    }
    if (!stopped) schedule()
  }

  schedule()
  return {
    allowBlock: () => {},
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** What the thread is told at its start. */
export interface HeartThreadData {
  readonly access: NonNullable<Storage['threadAccess']>
  readonly session: SessionId
  readonly leaseMs: number
  readonly everyMs: number
  /** Two 64-bit numbers: when the loop last ticked, and how long it may stand still. */
  readonly pulse: SharedArrayBuffer
}

/** What the thread tells. */
export type HeartThreadMessage =
  /** The thread has renewed the lease for the first time. */
  | { readonly type: 'beating' }
  | { readonly type: 'reply'; readonly reply: HeartbeatReply }
  | { readonly type: 'trouble'; readonly error: Error }

/** A thread takes time to come up: until its first beat the loop goes on beating. */
function beatInThread(
  { session, leaseMs, onReply, onTrouble }: HeartOptions,
  access: NonNullable<Storage['threadAccess']>,
  loop: Heart,
): Heart {
  const pulse = new SharedArrayBuffer(16)
  const numbers = new BigInt64Array(pulse)
  const tick = () => Atomics.store(numbers, 0, BigInt(Date.now()))
  tick()
  const ticking = setInterval(tick, TICK_EVERY_MS)
  const everyMs = leaseMs / BEATS_PER_LEASE
  const data: HeartThreadData = { access, session, leaseMs, everyMs, pulse }
  const thread = new Thread(THREAD, { workerData: data })
  thread.on('message', (message: HeartThreadMessage) => {
    if (message.type === 'beating') loop.stop()
    else if (message.type === 'reply') onReply(message.reply)
    else onTrouble(message.error)
  })
  thread.on('error', (error) => onTrouble(error as Error))

  return {
    allowBlock: (ms) => Atomics.store(numbers, 1, BigInt(Math.ceil(ms))),
    stop() {
      loop.stop()
      clearInterval(ticking)
      void thread.terminate()
    },
  }
}
