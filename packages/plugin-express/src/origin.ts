import type { IncomingHttpHeaders } from 'node:http'
import { Problem } from './problem.js'

/**
 * Refuses what another site made a browser send. Browsers say where a request comes from and
 * pages cannot forge it; programs outside browsers send neither header and are let through, unless
 * a cookie shows that there is a browser after all.
 * @throws Problem `CROSS_SITE`
 */
export function refuseCrossSite(headers: IncomingHttpHeaders, origins: readonly string[]): void {
  const { origin, host, cookie } = headers
  const site = headers['sec-fetch-site']
  if (
    site !== undefined &&
    site !== 'same-origin' &&
    site !== 'none' &&
    !trusted(origin, origins)
  ) {
    throw crossSite()
  }
  if (origin !== undefined && !trusted(origin, origins) && !isOriginOf(origin, host)) {
    throw crossSite()
  }
  if (site === undefined && origin === undefined && cookie !== undefined) throw crossSite()
}

/** @throws Problem `HOST_NOT_ALLOWED`: a name that an attacker points at this address is not ours. */
export function refuseForeignHost(
  { host }: IncomingHttpHeaders,
  hosts: readonly string[] | undefined,
): void {
  if (hosts === undefined || (host !== undefined && hosts.includes(host.toLowerCase()))) return
  throw new Problem(
    421,
    'HOST_NOT_ALLOWED',
    'This application does not answer under that host name. Use the address you were given for it.',
  )
}

const trusted = (origin: string | undefined, origins: readonly string[]) =>
  origin !== undefined && origins.includes(origin)

/** Compares names and ports only: behind a proxy that ends TLS the scheme is not known here. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === hostOf(origin, host)
}

/** Drops a default port that the client wrote out, as `URL` does. */
function hostOf(origin: string, host: string): string | undefined {
  const url = `${new URL(origin).protocol}//${host}`
  return URL.canParse(url) ? new URL(url).host : undefined
}

const crossSite = () =>
  new Problem(
    403,
    'CROSS_SITE',
    'This request came from another web site, or does not say where it came from, so nothing was changed. Use the page of this application itself.',
  )
