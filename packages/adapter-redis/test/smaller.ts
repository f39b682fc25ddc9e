import type { Storage } from '@nightshift/core'
import type { redisStorage } from '../src/index.js'

type Full = ReturnType<typeof redisStorage>

/** The full storage as the smaller contract of today's kit sees it. Goes when the kit knows the full one. */
export function smaller(storage: Full): Storage {
  return {
    ...storage,
    async turn(request: Parameters<Full['turn']>[0]) {
      const reply = await storage.turn(request)
      if (reply.status !== 'done') return reply
      const { more: _, claimed, recovered, ...rest } = reply
      return {
        ...rest,
        claimed: claimed.map(without),
        recovered: recovered.map(({ alone: _alone, ...job }) => without(job)),
      }
    },
    get: async (ids: Parameters<Full['get']>[0]) => (await storage.get(ids)).map(without),
    async history(id: string) {
      const trail = await storage.trail(id)
      if (!trail) return undefined
      const { attempts, logs, logsDropped } = trail
      return { attempts, logs, logsDropped }
    },
    async list(request: Parameters<Full['list']>[0]) {
      const { complete: _, ...page } = await storage.list(request)
      return { ...page, jobs: page.jobs.map(without) }
    },
    count: async (filter: Parameters<Full['count']>[0]) => (await storage.count(filter)).counts,
  } as unknown as Storage
}

function without<T extends { readonly suspect: boolean }>({ suspect: _, ...job }: T) {
  return job
}
