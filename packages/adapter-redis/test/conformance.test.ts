import { describeStorage } from '@nightshift/storage-conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { redisStorage } from '../src/index.js'
import { hasRedis, type TestServer, testServer } from './server.js'

describe.skipIf(!hasRedis)('on a real Redis', () => {
  let server: TestServer
  let stores = 0
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server.stop())

  describeStorage('redis', {
    runner: { describe, it },
    create(clock) {
      stores += 1
      const options = { url: server.url, prefix: `store-${stores}`, clock }
      const connect = () => redisStorage(options)
      return { storage: connect(), connect, dispose: () => server.flush() }
    },
  })
})
