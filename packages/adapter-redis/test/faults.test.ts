import { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../scripts/redis.mjs'
import type { ClaimedJob, Storage } from '../src/contract.js'
import { redisStorage } from '../src/index.js'
import { benchOn, completed } from './bench.js'
import { halfOpenProxy } from './half-open-proxy.js'
import { persist } from './persist.js'
import { canStartRedis } from './server.js'

const toClose: (() => unknown)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close()
})

async function server(...args: readonly string[]): Promise<RedisServer> {
  const started = await startRedis({ args })
  toClose.push(() => started.stop())
  return started
}

async function storageAt(url: string, options: object = {}): Promise<Storage> {
  const storage = redisStorage({ url, ...options })
  toClose.push(() => storage.close())
  await storage.open()
  return storage
}

function adminOf(url: string): Redis {
  const admin = new Redis(url)
  admin.on('error', () => {})
  toClose.push(() => admin.disconnect())
  return admin
}

/** Works as a worker does until so many jobs have ended; says what it started. */
async function work(storage: Storage, session: string, total: number, slots = 20) {
  await persist(() => storage.openSession({ id: session, worker: session, leaseMs: 60_000 }))
  const started: string[] = []
  let held: readonly ClaimedJob[] = []
  for (let turn = 1; ; turn += 1) {
    const settle = held.map(completed)
    const claim = [{ queue: 'default', slots }]
    const request = { session, turn, settle, report: [], claim, recover: 0 }
    const reply = await persist(() => storage.turn(request))
    if (reply.status !== 'done') throw new Error(`${session} was lost in turn ${turn}`)
    held = reply.claimed
    started.push(...held.map(({ id }) => id))
    if (held.length > 0) continue
    const { counts } = await persist(() => storage.count({ states: ['completed'] }))
    if (counts[0]?.count === total) return started
  }
}

async function jobsFor(storage: Storage, count: number) {
  const { job } = await benchOn(async () => storage)
  return Array.from({ length: count }, () => job())
}

describe.skipIf(!canStartRedis)('redisStorage survives', () => {
  it('SCRIPT FLUSH at any moment', async () => {
    const { url } = await server()
    const [storage, admin] = [await storageAt(url), adminOf(url)]
    const jobs = await jobsFor(storage, 300)
    const working = work(storage, 'w', jobs.length)
    for (const job of jobs) {
      await admin.script('FLUSH')
      await storage.enqueue([[job]])
    }
    expect(new Set(await working).size).toBe(jobs.length)
  })

  it('a storm of CLIENT KILL: no job is lost, none started twice', {
    timeout: 60_000,
  }, async () => {
    const { url } = await server()
    const jobs = await jobsFor(await storageAt(url), 5_000)
    const workers = await Promise.all([1, 2, 3].map(() => storageAt(url)))
    const producer = await storageAt(url)
    const admin = adminOf(url)
    let kills = 0
    let over = false
    const storm = (async () => {
      while (!over) {
        kills += Number(await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'))
        // Long enough for some calls to pass.
        for (let pings = 0; pings < 25 && !over; pings += 1) await admin.ping()
      }
    })()
    const working = workers.map((storage, index) => work(storage, `w${index}`, jobs.length, 4))
    for (let from = 0; from < jobs.length; from += 25) {
      await persist(() => producer.enqueue([jobs.slice(from, from + 25)]))
    }
    const started = (await Promise.all(working)).flat()
    over = true
    await storm
    expect(kills).toBeGreaterThan(100)
    expect(started.length).toBe(jobs.length)
    expect(new Set(started).size).toBe(jobs.length)
  })

  it('a killed server that comes back with its AOF, within 10 s', { timeout: 40_000 }, async () => {
    const redis = await server('--appendonly', 'yes', '--appendfsync', 'everysec')
    const storage = await storageAt(redis.url)
    const jobs = await jobsFor(storage, 2_000)
    await storage.enqueue([jobs.slice(0, 1_000)])
    const working = work(storage, 'w', jobs.length)
    await redis.kill()
    const refused = await storage.enqueue([jobs.slice(1_000)]).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE', transient: true })
    await redis.restart()
    const back = Date.now()
    await persist(() => storage.enqueue([jobs.slice(1_000)]))
    expect(Date.now() - back).toBeLessThan(10_000)
    const started = await working
    expect([started.length, new Set(started).size]).toEqual([jobs.length, jobs.length])
  })

  it('a half-open connection: calls fail by their deadline, and the next ones pass', async () => {
    const redis = await server()
    const proxy = await halfOpenProxy(redis.port)
    toClose.push(() => proxy.close())
    const storage = await storageAt(`redis://127.0.0.1:${proxy.port}`, { callDeadlineMs: 300 })
    const [job] = await jobsFor(storage, 1)
    proxy.swallow()
    const since = Date.now()
    const failed = storage.enqueue([[job as never]])
    await expect(failed).rejects.toMatchObject({ code: 'STORE_TIMEOUT', transient: true })
    expect(Date.now() - since).toBeLessThan(2_000)
    const [reply] = await persist(() => storage.enqueue([[job as never]]))
    expect(reply?.status).toBe('accepted')
    expect(Date.now() - since).toBeLessThan(10_000)
  })

  it('full memory: enqueueing is refused before any write, work goes on', async () => {
    const { url } = await server('--maxmemory-policy', 'noeviction')
    const [storage, admin] = [await storageAt(url), adminOf(url)]
    const jobs = await jobsFor(storage, 101)
    await storage.enqueue([jobs.slice(0, 100)])
    await admin.config('SET', 'maxmemory', '1')
    const refused = storage.enqueue([[jobs[100] as never]])
    await expect(refused).rejects.toMatchObject({ code: 'STORE_FULL', transient: true })
    expect((await storage.queues())[0]).toMatchObject({ due: 100 })
    const ended = await work(storage, 'w', 100)
    expect(ended.length).toBe(100)
    await admin.config('SET', 'maxmemory', '0')
    await storage.enqueue([[jobs[100] as never]])
  })

  it('calls in flight are rejected as soon as their connection closes', async () => {
    const redis = await server()
    const proxy = await halfOpenProxy(redis.port)
    const url = `redis://127.0.0.1:${proxy.port}`
    const storage = await storageAt(url, { callDeadlineMs: 60_000 })
    const [job] = await jobsFor(storage, 1)
    proxy.swallow()
    const inFlight = storage.enqueue([[job as never]])
    proxy.close()
    await expect(inFlight).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', transient: true })
  })
})
