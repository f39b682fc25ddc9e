import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import type { RequestHandler } from 'express'
import { WebProblem } from './problem.js'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

const localHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

/**
 * Whether a request comes from this machine and means it. A foreign page can reach a loopback port
 * under a name of its own (DNS rebinding), which shows in the Host header; or it can send requests
 * across origins, which shows in the Origin header.
 */
export function isFromHere(request: IncomingMessage): boolean {
  return isLoopback(request) && localHost.test(request.headers.host ?? '') && isOwnOrigin(request)
}

/** Lets only requests from this machine pass, under one of its own names. */
export const fromHereOnly: RequestHandler = (request, _response, next) => {
  if (isFromHere(request)) next()
  else next(notFromHere)
}

const notFromHere = new WebProblem({
  status: 403,
  code: 'NOT_FROM_HERE',
  detail:
    'This page is only for the machine it runs on. Open it there, at the address that the terminal shows.',
})

function isLoopback({ socket }: IncomingMessage): boolean {
  const { remoteAddress, remoteFamily } = socket
  if (remoteAddress === undefined) return false
  return loopback.check(remoteAddress, remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4')
}

/** Under a strict referrer policy a page's own origin may read `null`; browsers then tell it otherwise. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  const { host, origin, 'sec-fetch-site': site } = headers
  return origin === undefined || origin === `http://${host}` || site === 'same-origin'
}
