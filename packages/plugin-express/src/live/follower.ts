import type { Writable } from 'node:stream'
import type { EventLog, LoggedEvent } from './event-log.js'

export interface FollowerOptions {
  readonly log: EventLog
  readonly sink: Writable
  /** The last id the client has seen; without it, the client starts from now. */
  readonly after?: string
  readonly heartbeatMs: number
  wants(event: LoggedEvent): boolean
  /** Asked every minute; a client that lost its role is cut. */
  stillAllowed(): Promise<boolean>
  /** The client is gone, for whatever reason. Called once. */
  left(): void
}

/** One client of the stream. */
export interface Follower {
  /** There may be something new in the log. */
  pump(): void
  end(): void
}

const RECHECK_MS = 60_000

/**
 * Reads the log at the client's own pace. A client that is slower than the events keeps nothing
 * in memory but its place: when the log has moved past that, it is told to load everything anew.
 */
export function follow(options: FollowerOptions): Follower {
  const { log, sink, after, wants } = options
  let position = log.latest()
  let blocked = false
  let stalled = false
  let recheckInMs = RECHECK_MS
  let gone = false

  const write = (text: string) => {
    blocked = !sink.write(text)
  }
  const announce = (name: 'ready' | 'reset', facts: object) =>
    write(`id: ${log.idOf(position)}\nevent: ${name}\ndata: ${JSON.stringify(facts)}\n\n`)

  function greet(): void {
    const seen = after === undefined ? position : log.sequenceOf(after)
    if (seen === undefined || log.next(seen) === 'gone') {
      announce('reset', {})
    } else {
      position = seen
      announce('ready', { resumed: after !== undefined })
    }
  }

  function pump(): void {
    while (!blocked && !gone) {
      const event = log.next(position)
      if (event === 'none') return
      if (event === 'gone') {
        position = log.latest()
        announce('reset', {})
      } else {
        position = event.sequence
        if (wants(event)) write(event.text)
      }
    }
  }

  /** Carries the id along, so that a client whose filter lets little through can still resume. */
  function beat(): void {
    if (blocked) {
      if (stalled) sink.destroy()
      stalled = true
      return
    }
    stalled = false
    write(`: still here\nid: ${log.idOf(position)}\n\n`)
    recheckInMs -= options.heartbeatMs
    if (recheckInMs <= 0) void recheck()
  }

  async function recheck(): Promise<void> {
    recheckInMs = RECHECK_MS
    if (!(await options.stillAllowed())) end()
  }

  function leave(): void {
    if (gone) return
    gone = true
    clearInterval(heartbeat)
    options.left()
  }

  function end(): void {
    sink.end()
    leave()
  }

  const heartbeat = setInterval(beat, options.heartbeatMs).unref()
  sink.on('drain', () => {
    blocked = false
    pump()
  })
  sink.on('close', leave)
  sink.on('error', leave)
  if (sink.destroyed) leave()
  else {
    greet()
    pump()
  }
  return { pump, end }
}
