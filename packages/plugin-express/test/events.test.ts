import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobsRouter, JobsRouterOptions } from '../src/index.js'
import { createHost, EXPRESS, fail, greet, hold, mount, type TestHost } from './mounted.js'

let host: TestHost
let listening = 0
let server: Server
let router: JobsRouter
let base: string

/** A host that counts who listens to it. */
function countingHost(): TestHost {
  const real = createHost()
  const on: typeof real.on = (name, listener) => {
    const stop = real.on(name, listener)
    listening += 1
    return () => {
      listening -= 1
      stop()
    }
  }
  return { ...real, on }
}

async function serve(options: Partial<JobsRouterOptions> = {}, make = EXPRESS[0].make) {
  const mounted = mount(host, options, make)
  router = mounted.router
  server = createServer(mounted.app)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobs/api/events`
}

beforeEach(async () => {
  listening = 0
  host = countingHost()
  await host.start()
})
afterEach(async () => {
  router.close()
  server.closeAllConnections()
  await new Promise((resolve) => void server.close(resolve))
  await host.stop({ within: 0 })
})

interface Message {
  readonly id: string
  readonly event: string
  readonly data: { readonly job?: { readonly id: string; readonly name: string } } & Record<
    string,
    unknown
  >
}

/** A client that reads one message at a time. */
async function connect(query = '', headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(`${base}${query}`, { headers, signal: controller.signal })
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  const next = async (): Promise<Message | undefined> => {
    const { value, done } = await reader.read()
    if (done) return undefined
    return { id: value.id ?? '', event: value.event ?? '', data: JSON.parse(value.data) }
  }
  const until = async (event: string): Promise<Message[]> => {
    const seen: Message[] = []
    for (let message = await next(); message; message = await next()) {
      seen.push(message)
      if (message.event === event) return seen
    }
    throw new Error(`The stream ended before ${event}.`)
  }
  return { response, next, until, leave: () => controller.abort() }
}

const kinds = (messages: readonly Message[]) => messages.map(({ event }) => event)

describe.each(EXPRESS)('a live stream, in $version', ({ make }) => {
  it('tells what happens to a job, in order, under ids that rise', async () => {
    await serve({}, make)
    const client = await connect()
    expect(client.response.headers.get('content-type')).toBe('text/event-stream')
    expect(client.response.headers.get('cache-control')).toBe('no-store, no-transform')
    expect((await client.next())?.event).toBe('ready')
    const { id } = await host.enqueue(greet, { name: 'Ada' })
    const messages = await client.until('job:completed')
    expect(kinds(messages).filter((kind) => kind !== 'job:progress')).toEqual([
      'job:enqueued',
      'job:started',
      'job:log',
      'job:completed',
    ])
    expect(messages.every(({ data }) => data.job?.id === id)).toBe(true)
    const sequence = messages.map((message) => Number(message.id.split('-')[1]))
    expect(sequence).toEqual([...sequence].sort((a, b) => a - b))
    expect(messages.filter(({ event }) => event === 'job:progress').at(-1)?.data).toMatchObject({
      progress: { percent: 50, stepsDone: [{ name: 'think' }] },
    })
  })
})

describe('a live stream', () => {
  it('tells neither inputs nor results, log data or stacks', async () => {
    await serve()
    const client = await connect()
    await host.enqueue(greet, { name: 'Ada', note: 'private' })
    const told = JSON.stringify(await client.until('job:completed'))
    await host.enqueue(fail)
    const failed = (await client.until('job:failed')).at(-1)
    expect(told).not.toMatch(/private|only in the API|Hello/)
    expect(failed?.data.failure).toEqual({
      code: 'NO_PAPER',
      message: 'The printer has no paper.',
      category: 'handler',
    })
  })

  it('resumes after the last id that was seen, and misses nothing', async () => {
    await serve()
    const first = await connect()
    await host.enqueue(greet, { name: 'Ada' })
    const before = await first.until('job:started')
    first.leave()
    const { id } = await host.enqueue(hold)
    const stayed = await connect()
    await stayed.next()
    await host.handle(id).cancel()
    await stayed.until('job:cancelled')

    for (const [query, headers] of [
      ['', { 'Last-Event-ID': before.at(-1)?.id as string }],
      [`?lastEventId=${before.at(-1)?.id}`, {}],
    ] as const) {
      const again = await connect(query, headers)
      expect(await again.next()).toMatchObject({ event: 'ready', data: { resumed: true } })
      const missed = kinds(await again.until('job:cancelled'))
      expect(missed).toContain('job:completed')
      expect(missed).toContain('job:enqueued')
      expect(missed).not.toContain('ready')
    }
  })

  it.each(['0123456789ab-3', '-1', 'x', '9'.repeat(100), '%0aevent:%20evil'])(
    'asks to load everything anew after an id it does not know: %s',
    async (id) => {
      await serve()
      const client = await connect(`?lastEventId=${id}`)
      const first = await client.next()
      expect(first).toMatchObject({ event: 'reset' })
      await host.enqueue(hold)
      expect((await client.next())?.event).toBe('job:enqueued')
      const resumed = await connect('', { 'Last-Event-ID': first?.id as string })
      expect(kinds(await resumed.until('job:enqueued'))).toEqual(['ready', 'job:enqueued'])
    },
  )

  it('does not take an id from before a restart for one of its own', async () => {
    await serve()
    const client = await connect()
    await host.enqueue(greet, { name: 'Ada' })
    const old = (await client.until('job:completed')).at(-1)?.id as string
    router.close()
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
    await serve()
    expect((await (await connect('', { 'Last-Event-ID': old })).next())?.event).toBe('reset')
  })

  it('tells of one job, one queue or some kinds only', async () => {
    await serve()
    const { id } = await host.enqueue(hold, undefined, { delay: '1h' })
    const ofJob = await connect(`?job=${id}`)
    const ofQueue = await connect('?queue=post')
    const ofKind = await connect('?types=job:failed,job:cancelled')
    for (const client of [ofJob, ofQueue, ofKind]) await client.next()
    await host.enqueue(greet, { name: 'Ada' })
    await host.enqueue(fail)
    expect((await ofKind.next())?.event).toBe('job:failed')
    await host.handle(id).cancel()
    await host.jobs.command('delete', { ids: [id] })
    const ofPost = await ofQueue.until('job:completed')
    expect(new Set(ofPost.map(({ data }) => data.job?.name))).toEqual(new Set(['greet']))
  })

  it.each(['types=job:gone', 'types=error', 'job=a%20b', 'queues=x', 'job=1&job=2'])(
    'is refused with ?%s',
    async (query) => {
      await serve()
      const { response } = await connect(`?${query}`)
      expect(response.status).toBe(400)
    },
  )

  it('gives signs of life that carry the id along', async () => {
    await serve({ heartbeat: 5 })
    const response = await fetch(`${base}?queue=none`)
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    await host.enqueue(hold, undefined, { delay: '1h' })
    let text = ''
    while (!/: still here\nid: \w+-1\n\n/.test(text)) {
      text += new TextDecoder().decode((await reader.read()).value)
    }
    expect(text).not.toContain('job:enqueued')
    await reader.cancel()
  })

  it('refuses one client more than there is room for, and has room again when one leaves', async () => {
    await serve({ maxStreams: 2, heartbeat: 5 })
    const first = await connect()
    await connect()
    const { response } = await connect()
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('30')
    first.leave()
    await expect.poll(async () => (await connect()).response.status).toBe(200)
  })

  it('listens to the host only while somebody might come back', async () => {
    await serve()
    expect(listening).toBe(0)
    const clients = await Promise.all([connect(), connect()])
    const kept = listening
    expect(kept).toBeGreaterThan(0)
    for (const { leave } of clients) leave()
    await connect()
    expect(listening).toBe(kept)
    router.close()
    expect(listening).toBe(0)
  })

  it('ends when the router is closed', async () => {
    await serve()
    const client = await connect()
    await client.next()
    router.close()
    expect(await client.next()).toBeUndefined()
  })
})
