import { describeStorage } from '@nightshift/storage-conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { redisStorage } from '../src/index.js'
import { hasRedis, type TestServer, testServer } from './server.js'
import { smaller } from './smaller.js'

describe.skipIf(!hasRedis)('on a real Redis', () => {
  let server: TestServer
  let stores = 0
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server.stop())

  /** Rules of today's kit that the full contract has since changed: leases, crashes, and the model of both. */
  const changed = /^(turn\/expired|heartbeat\/|recover\/counts-crash|model)/

  describeStorage('redisStorage', {
    runner: {
      describe,
      it: (name: string, body: () => Promise<void>) => it.skipIf(changed.test(name))(name, body),
    },
    create(clock) {
      stores += 1
      const options = { url: server.url, prefix: `store-${stores}`, clock }
      const connect = () => smaller(redisStorage(options))
      return {
        storage: connect(),
        connect,
        dispose: () => server.flush(),
      }
    },
  })
})
