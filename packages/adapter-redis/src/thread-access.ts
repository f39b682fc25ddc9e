import { Cluster } from 'ioredis'
import type { RedisSource } from './client.js'
import type { Storage } from './contract.js'
import type { LeaseOptions } from './lease.js'

type Where = Pick<LeaseOptions, 'url' | 'cluster' | 'server'>

/**
 * How a thread reaches the same server; `undefined` where its settings hold what cannot be copied
 * to a thread (functions), or while this package runs from its sources.
 */
export function threadAccess(
  source: RedisSource,
  rest: Pick<LeaseOptions, 'prefix' | 'callDeadlineMs'>,
): Storage['threadAccess'] {
  const where = whereabouts(source)
  if (!where || import.meta.url.endsWith('.ts')) return undefined
  return { module: new URL('./lease.js', import.meta.url).href, options: { ...where, ...rest } }
}

export function whereabouts(source: RedisSource): Where | undefined {
  if (source.url !== undefined) return { url: source.url }
  const where = source.cluster ? clusterOf(source.cluster, source.clusterOptions) : clientOf(source)
  try {
    return where && structuredClone(where)
  } catch {
    return undefined
  }
}

/** Settings of cluster nodes (passwords, TLS) do not travel: only a plain cluster is reached. */
const clusterOf = (cluster: unknown, options: unknown): Where | undefined =>
  options === undefined ? { cluster: cluster as NonNullable<Where['cluster']> } : undefined

function clientOf({ client }: RedisSource): Where | undefined {
  if (!client || client instanceof Cluster) return undefined
  const { host, port, path, family, username, password, db, tls } = client.options
  const given = { host, port, path, family, username, password, db, tls }
  const known = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  return { server: Object.fromEntries(known) }
}
