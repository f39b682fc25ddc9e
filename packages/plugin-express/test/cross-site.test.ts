import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobsRouterOptions } from '../src/index.js'
import { ROUTES } from '../src/route-table.js'
import { createHost, hold, mount, type TestHost } from './mounted.js'

let host: TestHost

beforeEach(() => {
  host = createHost()
})
afterEach(() => host.stop({ within: 0 }))

const FOREIGN = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'nonsense' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: 'http://jobs.example.evil.example' },
  { Origin: 'http://jobs.example:81' },
  { Origin: 'http://jobs.example@evil.example' },
  { Origin: 'not a url' },
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' },
  { Cookie: 'session=1' },
]

const OWN = [
  {},
  { 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'none' },
  { Origin: 'http://jobs.example' },
  { Origin: 'http://jobs.example:80' },
  // A proxy ends TLS, and passes the host name on.
  { Origin: 'https://jobs.example', 'Sec-Fetch-Site': 'same-origin', Cookie: 'session=1' },
]

const cancel = (id: string, headers: object, options: Partial<JobsRouterOptions> = {}) =>
  request(mount(host, options).app)
    .delete(`/jobs/api/jobs/${id}`)
    .set({ Host: 'jobs.example', ...headers })

describe('a request that changes something', () => {
  const changing = ROUTES.filter(({ method }) => method !== 'GET')
  const attacks = changing.flatMap((route) => FOREIGN.map((headers) => ({ route, headers })))

  it.each(attacks)(
    '$route.method $route.path is refused with $headers',
    async ({ route, headers }) => {
      const { id } = await host.enqueue(hold, undefined, { delay: '1h' })
      const query = new URLSearchParams(route.query)
      const { status, body } = await request(mount(host).app)
        [route.method.toLowerCase() as 'post'](`/jobs${route.path.replace(':id', id)}?${query}`)
        .set({ Host: 'jobs.example', ...headers })
        .send(
          route.path.endsWith('/priority')
            ? { priority: 'high' }
            : route.path === '/api/jobs'
              ? { name: 'hold' }
              : {},
        )
      expect(status).toBe(403)
      expect(body.code).toBe('CROSS_SITE')
      const { items } = await host.jobs.list()
      expect(items).toMatchObject([{ id, state: 'queued', label: 'scheduled', priority: 'normal' }])
    },
  )

  it.each(OWN)('is carried out with %j', async (headers) => {
    const { id } = await host.enqueue(hold)
    await cancel(id, headers).expect(200)
  })

  it('is carried out for a page of an origin that the host trusts', async () => {
    const { id } = await host.enqueue(hold)
    const headers = { Origin: 'https://ops.example', 'Sec-Fetch-Site': 'cross-site' }
    await cancel(id, headers).expect(403)
    await cancel(id, headers, { origins: ['https://ops.example'] }).expect(200)
  })

  it('is never a GET', async () => {
    const { id } = await host.enqueue(hold)
    for (const path of [`/${id}/retry`, `/${id}/promote`, `/${id}/priority`, '/batch/cancel']) {
      const { status } = await request(mount(host).app).get(`/jobs/api/jobs${path}`)
      expect([404, 405]).toContain(status)
    }
  })
})

describe('host names', () => {
  it.each(['evil.example', 'jobs.example.evil.example', 'jobs.example:81'])(
    'that are not ours are refused when ours are named: %s',
    async (name) => {
      const { app } = mount(host, { hosts: ['Jobs.example'] })
      await request(app).get('/jobs/api/jobs').set('Host', name).expect(421)
      await request(app).get('/jobs/api/jobs').set('Host', 'jobs.example').expect(200)
    },
  )
})

describe('a live stream', () => {
  it('cannot be started by another site', async () => {
    const { app } = mount(host)
    await request(app).get('/jobs/api/events').set('Sec-Fetch-Site', 'cross-site').expect(403)
  })
})
