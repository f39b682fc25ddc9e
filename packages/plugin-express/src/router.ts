import type { ServerResponse } from 'node:http'
import { requireRole, roleOf } from './authorization.js'
import { readBody } from './body.js'
import { problemOf } from './error-status.js'
import { requestIdOf, setProtectiveHeaders } from './headers.js'
import type { Host, HostRequest, JobsRouter } from './host.js'
import { createLiveFeed } from './live/feed.js'
import { type JobsRouterOptions, type Settings, settingsOf } from './options.js'
import { refuseCrossSite, refuseForeignHost } from './origin.js'
import type { Answer, RouteRequest, Services } from './route.js'
import { match } from './route-table.js'
import { send, sendProblem } from './send.js'

/**
 * The jobs of a host over HTTP: a REST interface, a live stream and a page, for
 * `app.use('/jobs', jobsRouter(nightshift, { authorize }))` in Express 4.22 and 5.
 * What is not below `/api`, `/page` or the mount point itself is left to the host.
 * @throws NightshiftError `AUTHORIZE_MISSING` without an `authorize` function, `INVALID_OPTION`
 */
export function jobsRouter(nightshift: Host, options: JobsRouterOptions): JobsRouter {
  const settings = settingsOf(options)
  const services = { host: nightshift, live: createLiveFeed(nightshift, settings) }

  const middleware = (request: HostRequest, response: ServerResponse, next: () => void) => {
    const target = targetOf(request)
    if (isOurs(target.path)) void serve(request, response, target, settings, services)
    else next()
  }
  return Object.assign(middleware, { close: services.live.close })
}

interface Target {
  readonly path: string
  readonly query: URLSearchParams
}

function targetOf({ url = '/' }: HostRequest): Target {
  const mark = url.indexOf('?')
  if (mark < 0) return { path: url, query: new URLSearchParams() }
  return { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark)) }
}

const isOurs = (path: string) =>
  path === '/' || path === '/api' || path.startsWith('/api/') || path.startsWith('/page/')

/** Answers, whatever happens: nothing thrown here may reach the host's own error pages. */
async function serve(
  request: HostRequest,
  response: ServerResponse,
  target: Target,
  settings: Settings,
  services: Services,
): Promise<void> {
  const requestId = requestIdOf(request)
  setProtectiveHeaders(request, response)
  response.setHeader('X-Request-Id', requestId)
  try {
    send(response, await answer(request, target, settings, services))
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status >= 500 && problem.cause !== undefined) {
      settings.onError(problem.cause, { requestId })
    }
    sendProblem(response, problem, originalUrlOf(request))
  }
}

/** The order matters: nothing is read, and the host is asked nothing, for what is refused anyway. */
async function answer(
  request: HostRequest,
  { path, query }: Target,
  { authorize, hosts, origins, maxBodyBytes }: Settings,
  services: Services,
): Promise<Answer> {
  const { method = 'GET', headers } = request
  const reads = method === 'GET' || method === 'HEAD'
  refuseForeignHost(headers, hosts)
  if (!reads) refuseCrossSite(headers, origins)
  const role = await roleOf(request, authorize)
  const { route, params } = match(method, path, query)
  if (route.lasting) refuseCrossSite(headers, origins)
  requireRole(role, route.role, route.summary)
  const routeRequest: RouteRequest = {
    params,
    query,
    headers,
    role,
    body: reads ? undefined : await readBody(request, maxBodyBytes),
    mount: request.baseUrl ?? '',
    originalUrl: originalUrlOf(request),
    stillAllowed: () =>
      roleOf(request, authorize).then(
        () => true,
        () => false,
      ),
  }
  return route.handle(routeRequest, services)
}

const originalUrlOf = ({ originalUrl, url = '/' }: HostRequest) => originalUrl ?? url
