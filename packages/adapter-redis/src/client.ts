import { Cluster, type ClusterNode, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import { CLIENT_OPTIONS, type RedisClient } from './connection.js'

/** Where the server is: an address, a client of the host's to copy, or the nodes of a cluster. */
export type RedisSource =
  | { readonly url: string; readonly client?: never; readonly cluster?: never }
  /** Its settings are copied to connections of our own; the client itself is left alone. */
  | { readonly client: RedisClient; readonly url?: never; readonly cluster?: never }
  | {
      readonly cluster: readonly ClusterNode[]
      readonly clusterOptions?: ClusterOptions
      readonly url?: never
      readonly client?: never
    }

/** A connection of our own, with the settings that our promises rest on. */
export function clientFor(source: RedisSource): RedisClient {
  if (source.url !== undefined) return new Redis(source.url, CLIENT_OPTIONS)
  if (source.cluster)
    return new Cluster([...source.cluster], clusterSettings(source.clusterOptions))
  const { client } = source
  return client instanceof Cluster
    ? client.duplicate([], clusterSettings(client.options))
    : client.duplicate(CLIENT_OPTIONS)
}

function clusterSettings(own: ClusterOptions = {}) {
  const { lazyConnect, retryStrategy, enableOfflineQueue, ...node } = CLIENT_OPTIONS
  const redisOptions: Omit<RedisOptions, 'replyMapping'> = { ...own.redisOptions, ...node }
  return {
    ...own,
    lazyConnect,
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy,
    redisOptions,
  }
}
