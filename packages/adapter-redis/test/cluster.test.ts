import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../scripts/redis.mjs'
import type { Storage } from '../src/contract.js'
import { redisStorage } from '../src/index.js'
import { benchOn, completed, idsOf } from './bench.js'
import { persist } from './persist.js'
import { canStartRedis } from './server.js'

/** Three nodes on this machine, a third of the slots each. */
async function cluster(): Promise<readonly RedisServer[]> {
  const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']
  const nodes = await Promise.all([0, 1, 2].map(() => startRedis({ args })))
  const clients = nodes.map(({ url }) => new Redis(url))
  const [first] = nodes
  for (const [index, client] of clients.entries()) {
    const from = Math.floor((index * 16_384) / 3)
    const upto = Math.floor(((index + 1) * 16_384) / 3) - 1
    await client.call('CLUSTER', 'ADDSLOTSRANGE', from, upto)
    if (index > 0 && first) await client.call('CLUSTER', 'MEET', '127.0.0.1', first.port)
  }
  for (const client of clients) {
    await persist(async () => {
      const info = String(await client.call('CLUSTER', 'INFO'))
      if (info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')) return
      throw Object.assign(new Error('not formed yet'))
    }).catch(() => {})
    client.disconnect()
  }
  return nodes
}

describe.skipIf(!canStartRedis)('redisStorage on a cluster', () => {
  let nodes: readonly RedisServer[]
  beforeAll(async () => {
    nodes = await cluster()
  }, 30_000)
  afterAll(() => Promise.all(nodes.map((node) => node.stop())))

  const open = async (prefix: string): Promise<Storage> => {
    const storage = redisStorage({
      cluster: nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
      prefix,
    })
    await persist(() => storage.open())
    return storage
  }

  it('runs the whole story of jobs, each installation on one node', async () => {
    for (const prefix of ['one', 'two', 'three']) {
      const storage = await open(prefix)
      const bench = await benchOn(async () => storage)
      const hint = new Promise<string>((resolve) => storage.onHint?.(resolve))
      const parent = await bench.enqueueOne({ limits: [{ key: 'k', definition: 'k' }] })
      const child = await bench.enqueueOne({ dependsOn: [{ id: parent.id, onFailure: 'cancel' }] })
      const worker = await bench.worker()
      const [held] = await worker.claim(5)
      if (held) await worker.settle(completed(held))
      expect(idsOf(await worker.claim(5))).toEqual([child.id])
      expect(idsOf((await storage.list({ limit: 5 })).jobs)).toEqual([child.id, parent.id])
      expect((await storage.trail(parent.id))?.attempts.length).toBe(1)
      expect(await hint).toBeDefined()
      await storage.close()
    }
  })
})
