import type { IncomingHttpHeaders } from 'node:http'
import type { Writable } from 'node:stream'
import type { Role } from './authorization.js'
import type { Host } from './host.js'
import type { LiveFeed } from './live/feed.js'

export type Method = 'DELETE' | 'GET' | 'POST'

/** What a handler sees of a request: nothing of Express, nothing of sockets. */
export interface RouteRequest {
  /** Parts of the path that the route's pattern names. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** Parsed JSON; `undefined` where none was sent. */
  readonly body: unknown
  readonly role: Role
  /** Where the router is mounted, without a slash at the end. */
  readonly mount: string
  /** The whole URL as the client asked for it. */
  readonly originalUrl: string
  /** Asks the host again; for answers that last. */
  stillAllowed(): Promise<boolean>
}

interface AnswerHead {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

export type Answer =
  | (AnswerHead & { readonly json: unknown })
  | (AnswerHead & { readonly content: string })
  /** Takes the connection over, and has to end it. */
  | (AnswerHead & { readonly stream: (sink: Writable) => void })

/** What handlers work with. */
export interface Services {
  readonly host: Host
  readonly live: LiveFeed
}

export interface Route {
  readonly method: Method
  /** Segments that begin with `:` are parameters. */
  readonly path: string
  /** Of two routes with one path, the one whose query matches is taken. */
  readonly query?: Readonly<Record<string, string>>
  /** The least that is needed. */
  readonly role: Role
  /** One line for people: what it does. */
  readonly summary: string
  /** The answer stays open, so it is no `HEAD` and nothing other sites may start. */
  readonly lasting?: true
  handle(request: RouteRequest, services: Services): Answer | Promise<Answer>
}

export const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, headers, json: body })
