import { NightshiftError } from '@nightshift/core'
import { type Authorize, checkAuthorize, type Role } from './authorization.js'
import type { HostRequest } from './host.js'

export interface JobsRouterOptions {
  /** Says who a request comes from: a role, or `false` for nobody. A throw refuses the request. */
  authorize(request: HostRequest): Role | false | Promise<Role | false>
  /** Largest request body, in bytes. Default 1 MiB for an input and 16 KiB for what stands around it. */
  readonly maxBodyBytes?: number
  /** Milliseconds between two signs of life on a live stream. Default 15,000. */
  readonly heartbeat?: number
  /** Live streams at once; one more is refused with 503. Default 200. */
  readonly maxStreams?: number
  /** Origins beside the router's own whose pages may change jobs, such as `https://ops.example.com`. */
  readonly origins?: readonly string[]
  /**
   * Host names (with port, if any) that are answered. Set it where access depends on the network
   * alone, so that no foreign name can be pointed at this address. Default: any.
   */
  readonly hosts?: readonly string[]
  /** Told of every 5xx answer. Default: `console.error`. */
  readonly onError?: (error: unknown, about: { readonly requestId: string }) => void
}

export interface Settings {
  readonly authorize: Authorize
  readonly maxBodyBytes: number
  readonly heartbeatMs: number
  readonly maxStreams: number
  readonly origins: readonly string[]
  readonly hosts: readonly string[] | undefined
  readonly onError: NonNullable<JobsRouterOptions['onError']>
}

const DEFAULTS = {
  maxBodyBytes: 1_048_576 + 16_384,
  heartbeat: 15_000,
  maxStreams: 200,
} as const

/** @throws NightshiftError `AUTHORIZE_MISSING` or `INVALID_OPTION` */
export function settingsOf(options: JobsRouterOptions | undefined): Settings {
  checkAuthorize(options?.authorize)
  const given = options as JobsRouterOptions
  return {
    authorize: (request) => given.authorize(request),
    maxBodyBytes: whole('maxBodyBytes', given.maxBodyBytes),
    heartbeatMs: whole('heartbeat', given.heartbeat),
    maxStreams: whole('maxStreams', given.maxStreams),
    origins: (given.origins ?? []).map(origin),
    hosts: given.hosts?.map((host) => host.toLowerCase()),
    onError: given.onError ?? tellConsole,
  }
}

function whole(name: keyof typeof DEFAULTS, value: number = DEFAULTS[name]): number {
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return value
  throw new NightshiftError(
    'INVALID_OPTION',
    `jobsRouter's ${name} must be a whole number from 1, and is ${String(value)}.`,
  )
}

function origin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text
  throw new NightshiftError(
    'INVALID_OPTION',
    `jobsRouter's origins must each be a scheme, host and port only, such as 'https://ops.example.com'; ${JSON.stringify(text)} is not.`,
  )
}

function tellConsole(error: unknown, { requestId }: { readonly requestId: string }): void {
  console.error(`[nightshift] request ${requestId} failed:`, error)
}
