import { memoryStorage, NightshiftError, type Storage, StorageError } from '@nightshift/core'
import request from 'supertest'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createHost, mount, type TestHost } from './mounted.js'

let host: TestHost
afterEach(() => host.stop({ within: 0 }))

/** A memory storage whose lists fail. */
const failing = (error: Error): Storage => ({
  ...memoryStorage(),
  list: () => Promise.reject(error),
})

async function listWith(error: Error) {
  const onError = vi.fn()
  host = createHost(failing(error), false)
  const answer = await request(mount(host, { onError }).app).get('/jobs/api/jobs?limit=1')
  return { ...answer, answer, onError }
}

describe('a problem', () => {
  it('is an RFC 9457 document with a code, the request id and nothing to cache', async () => {
    host = createHost()
    const { headers, body } = await request(mount(host).app)
      .get('/jobs/api/jobs/unknown?x=1')
      .set('X-Request-Id', 'trace-1')
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': 'trace-1',
      'x-content-type-options': 'nosniff',
    })
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no such job. It may have been deleted.',
      code: 'JOB_NOT_FOUND',
      instance: '/jobs/api/jobs/unknown',
    })
  })

  it.each(['a b', 'x'.repeat(65), '<script>'])(
    'gets a new request id instead of %j',
    async (id) => {
      host = createHost()
      const { headers } = await request(mount(host).app)
        .get('/jobs/api/session')
        .set('X-Request-Id', id)
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it.each([
    new StorageError('REDIS_DOWN', 'redis://user:secret@10.0.0.1 refused', { transient: true }),
    new NightshiftError('STORE_UNAVAILABLE', 'secret'),
  ])('of a store that is away says when to come back', async (error) => {
    const { answer, onError } = await listWith(error)
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(answer.body.code).toBe('STORE_UNAVAILABLE')
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    expect(onError).toHaveBeenCalledOnce()
  })

  it.each([
    new Error('SELECT * FROM secret'),
    new StorageError('CORRUPT', 'secret page 7'),
    Object.assign(new Error('secret'), { code: 'toString' }),
    Object.assign(new Error('secret'), { code: 'EACCES' }),
  ])('that nobody expected tells the host, and the client nothing', async (error) => {
    const { answer, onError } = await listWith(error)
    expect(answer.status).toBe(500)
    expect(answer.body.code).toBe('INTERNAL_ERROR')
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|\bat /)
    expect(onError).toHaveBeenCalledExactlyOnceWith(error, {
      requestId: answer.headers['x-request-id'],
    })
  })

  it('of the host keeps its code and its sentence where it is meant for people', async () => {
    const { answer } = await listWith(
      new NightshiftError('INVALID_CURSOR', 'Not a cursor of ours.'),
    )
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: 'INVALID_CURSOR', detail: 'Not a cursor of ours.' })
  })
})
