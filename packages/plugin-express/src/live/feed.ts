import { randomBytes } from 'node:crypto'
import type { Writable } from 'node:stream'
import type { Host } from '../host.js'
import { Problem } from '../problem.js'
import { createEventLog, type EventLog } from './event-log.js'
import { type Follower, type FollowerOptions, follow } from './follower.js'
import { record } from './recorder.js'

/** How long somebody may be away and still miss nothing. */
const REPLAY_MS = 5 * 60_000
const REPLAY_EVENTS = 5_000
const REPLAY_CHARACTERS = 8 * 1_048_576

export interface FeedOptions {
  readonly heartbeatMs: number
  readonly maxStreams: number
}

type Admission = Pick<FollowerOptions, 'after' | 'stillAllowed' | 'wants'>

/** Hands the host's events to any number of clients, while there are any. */
export interface LiveFeed {
  /** Keeps a place. @throws Problem 503 when all are taken */
  admit(admission: Admission): (sink: Writable) => void
  /** Ends every stream and stops listening to the host. */
  close(): void
}

export function createLiveFeed(host: Pick<Host, 'on'>, options: FeedOptions): LiveFeed {
  const followers = new Set<Follower>()
  let places = options.maxStreams
  let recording: { readonly log: EventLog; readonly stop: () => void } | undefined
  let idle: NodeJS.Timeout | undefined

  /** What happens between two recordings is in neither, so each has an epoch of its own. */
  function startRecording() {
    const log = createEventLog({
      epoch: randomBytes(6).toString('hex'),
      maxEvents: REPLAY_EVENTS,
      maxAgeMs: REPLAY_MS,
      maxCharacters: REPLAY_CHARACTERS,
      now: Date.now,
    })
    const stop = record(host, log, () => {
      for (const follower of followers) follower.pump()
    })
    return { log, stop }
  }

  function stopRecording(): void {
    clearTimeout(idle)
    recording?.stop()
    recording = undefined
  }

  function stopWhenNobodyReturns(): void {
    clearTimeout(idle)
    idle = setTimeout(stopRecording, REPLAY_MS).unref()
  }

  function seat(sink: Writable, admission: Admission): void {
    clearTimeout(idle)
    recording ??= startRecording()
    const follower = follow({
      ...admission,
      sink,
      log: recording.log,
      heartbeatMs: options.heartbeatMs,
      left() {
        places += 1
        // Deferred: a client that is gone already leaves before it is counted.
        queueMicrotask(() => {
          followers.delete(follower)
          if (followers.size === 0) stopWhenNobodyReturns()
        })
      },
    })
    followers.add(follower)
  }

  return {
    admit(admission) {
      if (places === 0) throw allTaken(options.maxStreams)
      places -= 1
      return (sink) => seat(sink, admission)
    },
    close() {
      for (const follower of followers) follower.end()
      followers.clear()
      stopRecording()
    },
  }
}

const allTaken = (maxStreams: number) =>
  new Problem(
    503,
    'TOO_MANY_STREAMS',
    `All ${maxStreams} live streams are taken. Close a page that you do not need, or try again later.`,
    { headers: { 'Retry-After': '30' } },
  )
