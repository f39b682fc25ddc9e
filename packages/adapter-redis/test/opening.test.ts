import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { redisStorage } from '../src/index.js'
import { connect } from '../src/lease.js'
import { whereabouts } from '../src/thread-access.js'
import { benchOn, completed } from './bench.js'
import { hasRedis, type TestServer, testServer } from './server.js'

describe.skipIf(!hasRedis)('redisStorage', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(['--maxmemory-policy', 'noeviction'])
  })
  beforeEach(() => server.flush())
  afterAll(() => server.stop())

  it('refuses a server that may evict jobs, unless told that this is accepted', async () => {
    await server.admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const storage = redisStorage({ url: server.url })
    await expect(storage.open()).rejects.toMatchObject({ code: 'STORE_EVICTS', transient: false })
    const warnings: string[] = []
    const warn = (message: string) => warnings.push(message)
    const accepting = redisStorage({ url: server.url, acceptDataLoss: true, warn })
    await accepting.open()
    expect(warnings[0]).toContain('allkeys-lru')
    await server.admin.config('SET', 'maxmemory-policy', 'noeviction')
    await Promise.all([storage.close(), accepting.close()])
  })

  it('refuses what a newer version has written', async () => {
    await server.admin.hset('{nightshift}:S', '.v', '2')
    const storage = redisStorage({ url: server.url })
    await expect(storage.open()).rejects.toMatchObject({ code: 'STORE_NEWER' })
    await storage.close()
  })

  it('says that the server cannot be reached, and by when', async () => {
    const storage = redisStorage({ url: 'redis://127.0.0.1:1', callDeadlineMs: 200 })
    await expect(storage.open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      transient: true,
    })
    await storage.close()
  })

  it('works for a user with the ACL rules of the README, and for no other keys', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const rules = /^ACL SETUSER (.*)$/m.exec(readme)?.[1]?.split(' ') ?? []
    await server.admin.call('ACL', 'SETUSER', ...rules)
    const url = server.url.replace('redis://', 'redis://nightshift:secret@')
    const storage = redisStorage({ url })
    const bench = await benchOn(async () => storage)
    await storage.open()
    const hinted = new Promise<string>((resolve) => storage.onHint?.(resolve))
    expect(await hinted).toBeDefined()
    const parent = await bench.enqueueOne({ limits: [{ key: 'k', definition: 'k' }], group: 'g' })
    await bench.enqueueOne({ dependsOn: [{ id: parent.id, onFailure: 'run' }], delayMs: 5 })
    const worker = await bench.worker()
    const [held] = await worker.claim(9)
    if (held) await worker.settle(completed(held))
    await storage.list({ limit: 9, tenant: 'x' })
    await storage.observe()
    await storage.publish([{ type: 'x' }])
    await storage.audit([{ who: 'a', action: 'b', target: 'c' }])
    await Promise.all([storage.auditLog({ limit: 9 }), storage.trail(parent.id), storage.limits()])
    await Promise.all([
      storage.sessions(),
      storage.queues(),
      storage.schedules(),
      storage.count({}),
    ])
    await storage.purge({ state: 'completed', olderThanMs: 0, keep: 0, limit: 9 })
    expect((await bench.read(parent.id)).state).toBe('completed')
    const other = redisStorage({ url, prefix: 'other' })
    await expect(other.open()).rejects.toMatchObject({ code: 'STORE_FORBIDDEN', transient: false })
    await Promise.all([storage.close(), other.close()])
  })

  it('tells other processes that there is work, when somebody found none', async () => {
    const [one, two] = [redisStorage({ url: server.url }), redisStorage({ url: server.url })]
    await Promise.all([one.open(), two.open()])
    const bench = await benchOn(async () => one)
    const worker = await bench.worker()
    const hints: string[] = []
    let heard = () => {}
    two.onHint?.((hint) => {
      hints.push(hint)
      heard()
    })
    const next = () =>
      new Promise<void>((resolve) => {
        heard = resolve
      })
    await next()
    hints.length = 0
    expect(await worker.claim(1)).toEqual([])
    const told = next()
    await bench.enqueueOne()
    await told
    expect(hints).toContain('work')
    await Promise.all([one.close(), two.close()])
  })

  it('lets another thread keep leases, from options that can be copied to it', async () => {
    const client = new Redis(server.url)
    const storage = redisStorage({ url: server.url })
    await storage.open()
    const { session } = await (await benchOn(async () => storage)).worker()
    for (const source of [{ url: server.url }, { client }]) {
      const where = structuredClone(whereabouts(source))
      const keeper = await connect({ ...where, prefix: 'nightshift', callDeadlineMs: 1_000 })
      expect((await keeper.heartbeat(session, 1_000)).status).toBe('alive')
      expect((await keeper.heartbeat('unknown', 1_000)).status).toBe('session-lost')
      await keeper.close()
    }
    await storage.close()
    client.disconnect()
  })

  it('leaves the client it was given as it was', async () => {
    const client = new Redis(server.url)
    const storage = redisStorage({ client })
    await storage.open()
    await storage.close()
    await storage.close()
    expect(await client.ping()).toBe('PONG')
    client.disconnect()
  })
})
