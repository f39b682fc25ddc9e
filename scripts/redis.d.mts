export interface RedisServer {
  readonly url: string
  readonly port: number
  readonly folder: string
  pid(): number
  /** SIGKILL; resolves once it is gone. The folder stays. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same port and folder. */
  restart(): Promise<void>
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>
}

export const NO_REDIS: string
export function findRedis(options?: { readonly install?: boolean }): string | undefined
export function freePort(): Promise<number>
export function startRedis(options?: {
  readonly args?: readonly string[]
  readonly program?: string
}): Promise<RedisServer>
