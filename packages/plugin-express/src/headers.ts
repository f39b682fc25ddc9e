import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import helmet from 'helmet'
import type { HostRequest } from './host.js'

const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // These two hold for the whole origin, so they are the host's to decide.
  strictTransportSecurity: false,
  originAgentCluster: false,
})

/** Sets what every answer carries; an answer with a better caching rule overrides it. */
export function setProtectiveHeaders(request: HostRequest, response: ServerResponse): void {
  protect(request, response, () => {})
  response.setHeader('Cache-Control', 'no-store')
}

const REQUEST_ID = /^[\w.:-]{1,64}$/

/** The caller's own `X-Request-Id` where it is harmless to write into a log, else a new one. */
export function requestIdOf({ headers }: HostRequest): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}
