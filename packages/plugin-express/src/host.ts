import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Nightshift } from '@nightshift/core'

/** The part of a Nightshift host that is put on the network. */
export type Host = Pick<Nightshift, 'definitions' | 'enqueue' | 'jobs' | 'on' | 'queues'>

/** A request as Express 4, Express 5 or plain `node:http` hands it over. */
export type HostRequest = IncomingMessage & {
  /** Set by Express: where the router is mounted. */
  readonly baseUrl?: string
  /** Set by Express: the URL before the mount point was taken off. */
  readonly originalUrl?: string
  /** Set by `express.json()` and its kind, when the host parses bodies itself. */
  readonly body?: unknown
}

/** What {@link jobsRouter} makes: goes into `app.use('/jobs', …)`. */
export interface JobsRouter {
  (request: HostRequest, response: ServerResponse, next: (error?: unknown) => void): void
  /** Ends every live stream and stops listening to the host, so that a server can close. */
  close(): void
}
