import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEventLog, type EventLog } from '../../src/live/event-log.js'
import { type FollowerOptions, follow } from '../../src/live/follower.js'

const JOB = { id: 'a', name: 'greet', queue: 'post' }
let log: EventLog

beforeEach(() => {
  vi.useFakeTimers()
  log = createEventLog({
    epoch: 'e',
    maxEvents: 10,
    maxAgeMs: 60_000,
    maxCharacters: 100_000,
    now: Date.now,
  })
})
afterEach(() => void vi.useRealTimers())

/** A connection whose other end reads only when told to. */
function slowSink() {
  const written: string[] = []
  let release = () => {}
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      written.push(String(chunk))
      release = done
    },
  })
  return { sink, written, read: () => release() }
}

const start = (sink: Writable, options: Partial<FollowerOptions> = {}) =>
  follow({
    log,
    sink,
    heartbeatMs: 15_000,
    wants: () => true,
    stillAllowed: async () => true,
    left: () => {},
    ...options,
  })

const events = (written: readonly string[]) =>
  written.map((text) => /^event: (.*)$/m.exec(text)?.[1] ?? 'heartbeat')

describe('a client that reads slowly', () => {
  it('has nothing waiting for it but what its connection holds', async () => {
    const { sink, written } = slowSink()
    const follower = start(sink)
    for (let count = 0; count < 1_000; count += 1) {
      log.append('job:started', JOB, {})
      follower.pump()
    }
    expect(written).toHaveLength(1)
    expect(sink.writableLength).toBeLessThan(200)
    expect(log.next(0)).toBe('gone')
  })

  it('is told to load everything anew once the log has moved past it', async () => {
    const { sink, written, read } = slowSink()
    const follower = start(sink)
    for (let count = 0; count < 11; count += 1) log.append('job:started', JOB, {})
    follower.pump()
    read()
    await vi.advanceTimersByTimeAsync(0)
    log.append('job:cancelled', JOB, {})
    read()
    await vi.advanceTimersByTimeAsync(0)
    follower.pump()
    expect(events(written)).toEqual(['ready', 'reset', 'job:cancelled'])
  })

  it('misses nothing while the log still has it', async () => {
    const { sink, written, read } = slowSink()
    const follower = start(sink)
    for (let count = 0; count < 5; count += 1) log.append('job:started', JOB, { count })
    follower.pump()
    for (let count = 0; count < 6; count += 1) {
      read()
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(events(written)).toEqual(['ready', ...Array(5).fill('job:started')])
  })

  it('is cut when it reads nothing for two heartbeats', async () => {
    const { sink } = slowSink()
    const left = vi.fn()
    start(sink, { left })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(sink.destroyed).toBe(false)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(sink.destroyed).toBe(true)
    expect(left).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a client', () => {
  const openSink = () => new Writable({ write: (_chunk, _encoding, done) => done() })

  it('that loses its role is cut within a minute', async () => {
    const sink = openSink()
    const left = vi.fn()
    let allowed = true
    start(sink, { left, stillAllowed: async () => allowed })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(left).not.toHaveBeenCalled()
    allowed = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(left).toHaveBeenCalledOnce()
    expect(sink.writableEnded).toBe(true)
  })

  it('that left before it was seated leaves nothing behind', () => {
    const sink = openSink()
    sink.destroy()
    const left = vi.fn()
    start(sink, { left })
    expect(left).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })
})
