import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import express from 'express'
import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_DEPTH } from '../src/body.js'
import { createHost, mount, type TestHost } from './mounted.js'

let host: TestHost

beforeEach(() => {
  host = createHost()
})
afterEach(async () => {
  expect((await host.jobs.list()).items).toEqual([])
  await host.stop()
})

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  request(mount(host).app)
    .post('/jobs/api/jobs')
    .set({ 'Content-Type': 'application/json', ...headers })
    .serialize((each) => each)
    .send(body)

describe('a body that changes nothing', () => {
  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    ['application/json; charset=utf-16'],
    ['text/json'],
  ])('is one that says it is %s', async (type) => {
    const { status, body } = await post('{"name":"hold"}', { 'Content-Type': type })
    expect(status).toBe(415)
    expect(body.code).toBe('NOT_JSON')
  })

  it('is one without a content type, or compressed', async () => {
    const { app } = mount(host)
    await request(app)
      .post('/jobs/api/jobs')
      .set('Content-Length', '2')
      .unset('Content-Type')
      .expect(415)
    await post('{"name":"hold"}', { 'Content-Encoding': 'gzip' }).expect(415)
  })

  it.each([
    ['{"name":"hold"'],
    ['{"name":"hold"} {}'],
    ["{'name':'hold'}"],
    ['{"name":"hold","input":{"__proto__":{"admin":true}}}'],
    ['{"name":"hold","input":{"\\u005f_proto__":{"admin":true}}}'],
    ['{"name":"hold","metadata":{"constructor":{"prototype":{"admin":true}}}}'],
    [Buffer.from('{"name":"h\xffld"}', 'latin1')],
    ['NaN'],
  ])('is one with the text %s', async (text) => {
    const { status, body } = await post(text)
    expect(status).toBe(400)
    expect(body.code).toBe('INVALID_JSON')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it.each(['null', '[]', '"hold"', '1', '[{"name":"hold"}]'])('is %s', async (text) => {
    const { status, body } = await post(text)
    expect(status).toBe(400)
    expect(body.code).toBe('INVALID_BODY')
  })

  it('is one nested a hundred thousand levels deep', async () => {
    const depth = 100_000
    const text = `{"name":"hold","input":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect((await post(text)).body.code).toBe('BODY_TOO_DEEP')
  })

  it.each(['express.json', 'express.text', 'express.raw'] as const)(
    'is hostile even when %s has read it',
    async (parser) => {
      const read = {
        'express.json': express.json(),
        'express.text': express.text({ type: '*/*' }),
        'express.raw': express.raw({ type: '*/*' }),
      }
      const app = express().use(read[parser], mount(host).router)
      const { status } = await request(app)
        .post('/api/jobs')
        .set('Content-Type', 'application/json')
        .serialize((each) => each)
        .send('{"name":"hold","input":{"__proto__":{"admin":true}}}')
      expect(status).toBe(400)
    },
  )
})

describe('the limits of a body', () => {
  const nested = (levels: number) =>
    `{"name":"nothing","input":${'['.repeat(levels)}${']'.repeat(levels)}}`

  it('are exact for its depth', async () => {
    expect((await post(nested(MAX_DEPTH))).body.code).toBe('UNKNOWN_JOB')
    expect((await post(nested(MAX_DEPTH + 1))).body.code).toBe('BODY_TOO_DEEP')
  })

  it('are exact for its size, whether or not it says how long it is', async () => {
    const { app } = mount(host, { maxBodyBytes: 40 })
    const of = (bytes: number) => `{"name":"nothing"${' '.repeat(bytes - 18)}}`
    const send = (text: string) =>
      request(app).post('/jobs/api/jobs').set('Content-Type', 'application/json').send(text)
    expect((await send(of(40))).body.code).toBe('UNKNOWN_JOB')
    expect((await send(of(41))).status).toBe(413)

    const chunked = request(app).post('/jobs/api/jobs').set('Content-Type', 'application/json')
    chunked.write(of(30))
    chunked.write(of(30))
    const { status, headers } = await chunked
    expect(status).toBe(413)
    expect(headers.connection).toBe('close')
  })
})

describe('a body the host has parsed', () => {
  it('has the same limit', async () => {
    const app = express().use(express.json(), mount(host, { maxBodyBytes: 20 }).router)
    await request(app).post('/api/jobs').send({ name: 'nothing', input: 'x' }).expect(413)
  })
})

describe('over a raw socket', () => {
  let server: Server
  afterEach(() => new Promise((resolve) => void server.close(resolve)))

  async function raw(text: string): Promise<string> {
    server = createServer(mount(host).app)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(text))
      let answer = ''
      socket.on('data', (chunk) => {
        answer += String(chunk)
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
    })
  }

  const head = 'POST /jobs/api/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

  it('a body that breaks off changes nothing', async () => {
    expect(await raw(`${head}Content-Length: 100\r\n\r\n{"name":"hold"}`)).not.toContain('201')
  })

  it('an address that is a whole URL, or climbs, gives no file', async () => {
    for (const path of [
      '/jobs/page/../../package.json',
      '/jobs//etc/passwd',
      '/jobs/page/%2e%2e/x',
      '/jobs/page/..%2findex.html',
    ]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 404/)
      server.close()
    }
  })
})
