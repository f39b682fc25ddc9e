import { Redis } from 'ioredis'
import { findRedis, NO_REDIS, type RedisServer, startRedis } from '../../../scripts/redis.mjs'

/** A server for the tests of one file; `flush` empties it. */
export interface TestServer {
  readonly url: string
  readonly admin: Redis
  flush(): Promise<void>
  stop(): Promise<void>
}

const given = process.env.REDIS_URL
const program = given ? undefined : findRedis()

/** Whether there is any server to test with. In CI its absence is a failure, not a skip. */
export const hasRedis: boolean = Boolean(given ?? program)
/** Whether servers of our own can be started, to be killed, filled and clustered. */
export const canStartRedis: boolean = Boolean(program ?? (given && findRedis({ install: false })))
if (!hasRedis) {
  if (process.env.CI === 'true') throw new Error(NO_REDIS)
  console.error(`\n!!! The Redis tests are skipped. ${NO_REDIS}\n`)
}

/** The server of REDIS_URL if that is set, else one of our own on a free port. */
export async function testServer(args: readonly string[] = []): Promise<TestServer> {
  if (given && args.length === 0) return serverAt(databaseOfItsOwn(given))
  const own = await startRedis({ args: [...args] })
  return serverAt(own.url, own)
}

/** Test files run side by side: on a shared server each has a database of its own. */
function databaseOfItsOwn(url: string): string {
  const own = new URL(url)
  own.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % 16}`
  return own.href
}

function serverAt(url: string, own?: RedisServer): TestServer {
  const admin = new Redis(url)
  return {
    url,
    admin,
    async flush() {
      await admin.flushdb()
    },
    async stop() {
      admin.disconnect()
      await own?.stop()
    },
  }
}
