import { NightshiftError } from '@nightshift/core'
import type { Request } from 'express'
import request from 'supertest'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ROLES, type Role } from '../src/authorization.js'
import { type JobsRouterOptions, jobsRouter } from '../src/index.js'
import { ROUTES } from '../src/route-table.js'
import { createHost, EXPRESS, mount, type TestHost } from './mounted.js'

const NO_JOB = '0'.repeat(26)
let host: TestHost

afterEach(() => host.stop({ within: 0 }))

describe('mounting', () => {
  it.each([undefined, {}, { authorize: undefined }, { authorize: 'public' }, { authorize: true }])(
    'is refused without an authorize function (%j)',
    (options) => {
      host = createHost()
      const mounting = () => jobsRouter(host, options as unknown as JobsRouterOptions)
      expect(mounting).toThrow(NightshiftError)
      expect(mounting).toThrow(expect.objectContaining({ code: 'AUTHORIZE_MISSING' }))
      expect(mounting).toThrow(/authorize: \(req\) =>/)
    },
  )

  it.each([
    { maxBodyBytes: 0 },
    { heartbeat: -1 },
    { maxStreams: 1.5 },
    { origins: ['ops.example.com'] },
    { origins: ['https://ops.example.com/'] },
  ])('is refused with an option that cannot be used (%j)', (options) => {
    host = createHost()
    expect(() => jobsRouter(host, { authorize: () => 'admin', ...options })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    )
  })
})

describe.each(EXPRESS)('who may do what, in $version', ({ make }) => {
  const cells = ROUTES.flatMap((route) => ROLES.map((role) => ({ route, role })))

  it.each(cells)('$route.method $route.path $route.query as $role', async ({ route, role }) => {
    host = createHost()
    const { app, router } = mount(host, { authorize: () => role }, make)
    const query = new URLSearchParams(route.query).toString()
    const url = `/jobs${route.path.replace(':id', NO_JOB)}?${query}`
    const answer = await request(app)
      [route.method.toLowerCase() as 'get'](url)
      .buffer(true)
      .parse((response, done) => {
        // A live stream has no end of its own.
        if (route.lasting) router.close()
        response.on('data', () => {}).on('end', () => done(null, undefined))
      })
    const allowed = ROLES.indexOf(role) >= ROLES.indexOf(route.role)
    if (allowed) expect(answer.status).not.toBe(403)
    else expect(answer.status).toBe(403)
  })

  it.each(ROUTES)('nobody sees $method $path', async ({ method, path }) => {
    host = createHost()
    const { app } = mount(host, { authorize: () => false }, make)
    const answer = await request(app)[method.toLowerCase() as 'get'](
      `/jobs${path.replace(':id', NO_JOB)}`,
    )
    expect(answer.status).toBe(403)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.body).toMatchObject({ code: 'NOT_ALLOWED', status: 403, title: 'Forbidden' })
  })
})

describe('the table of routes', () => {
  it('lets a viewer change nothing and keeps deleting for admins', () => {
    for (const { method, role } of ROUTES) {
      if (method === 'GET') expect(role).toBe('viewer')
      else expect(role).not.toBe('viewer')
    }
    expect(ROUTES.filter(({ role }) => role === 'admin').map(({ query }) => query)).toEqual([
      { purge: 'true' },
    ])
  })
})

describe('an authorize function', () => {
  it('may answer later', async () => {
    host = createHost()
    const { app } = mount(host, { authorize: async () => 'viewer' as const })
    await request(app).get('/jobs/api/session').expect(200, { role: 'viewer' })
  })

  it('sees the request of the host application, with what its middleware put there', async () => {
    host = createHost()
    const authorize = (req: Request): Role | false => req.get('X-Role') === 'boss' && 'admin'
    const { app } = mount(host, { authorize })
    await request(app).get('/jobs/api/session').set('X-Role', 'boss').expect(200, { role: 'admin' })
    await request(app).get('/jobs/api/session').expect(403)
  })

  it('that throws lets nobody in and tells nobody but the host why', async () => {
    host = createHost()
    const onError = vi.fn()
    const authorize = () => {
      throw new Error('password of the directory: hunter2')
    }
    const { app } = mount(host, { authorize, onError })
    const answer = await request(app).get('/jobs/api/jobs').set('X-Request-Id', 'abc-1')
    expect(answer.status).toBe(500)
    expect(answer.body.code).toBe('AUTHORIZE_FAILED')
    expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|stack|\.ts/)
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ message: 'password of the directory: hunter2' }),
      { requestId: 'abc-1' },
    )
  })

  it.each([true, 'root', 1, {}])('that answers %j lets nobody in', async (answerOfHost) => {
    host = createHost()
    const { app } = mount(host, { authorize: () => answerOfHost as Role })
    const answer = await request(app).delete(`/jobs/api/jobs/${NO_JOB}`)
    expect(answer.status).toBe(500)
    expect(answer.body.code).toBe('AUTHORIZE_FAILED')
  })

  it.each([undefined, null])('that answers %j lets nobody in', async (answerOfHost) => {
    host = createHost()
    const { app } = mount(host, { authorize: () => answerOfHost as unknown as false })
    await request(app).get('/jobs/').expect(403)
  })
})
