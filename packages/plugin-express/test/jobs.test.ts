import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHost, EXPRESS, greet, hold, mount, once, type TestHost } from './mounted.js'

const NO_JOB = '0'.repeat(26)
let host: TestHost

beforeEach(() => {
  host = createHost()
})
afterEach(() => host.stop({ within: 0 }))

describe.each(EXPRESS)('submitting, in $version', ({ make }) => {
  it('runs the job and gives its result', async () => {
    await host.start()
    const { app } = mount(host, {}, make)
    const submitted = await request(app)
      .post('/jobs/api/jobs')
      .send({ name: 'greet', input: { name: 'Ada' }, priority: 'high', metadata: { order: 7 } })
    expect(submitted.status).toBe(201)
    expect(submitted.body).toEqual({ id: expect.any(String), duplicate: false })
    expect(submitted.headers.location).toBe(`/jobs/api/jobs/${submitted.body.id}`)

    await host.handle(submitted.body.id).result({ timeout: '5s' })
    const { body } = await request(app)
      .get(submitted.headers.location as string)
      .expect(200)
    expect(body).toMatchObject({
      name: 'greet',
      queue: 'post',
      state: 'completed',
      priority: 'high',
      input: { name: 'Ada' },
      result: { text: 'Hello Ada' },
      metadata: { order: 7 },
      progress: { percent: 50, stepsDone: [{ name: 'think' }] },
      attempts: [{ outcome: 'succeeded', execution: 1 }],
      logs: [{ level: 'info', message: 'greeting' }],
    })
  })

  it('answers 200 with the holder where the dedup key is taken', async () => {
    const { app } = mount(host, {}, make)
    const job = { name: 'hold', dedup: { key: 'only-one', window: '1h' } }
    const first = await request(app).post('/jobs/api/jobs').send(job).expect(201)
    const second = await request(app).post('/jobs/api/jobs').send(job).expect(200)
    expect(second.body).toEqual({ id: first.body.id, duplicate: true })
    expect(second.headers.location).toBe(first.headers.location)
  })

  it('takes the body that the host has parsed', async () => {
    const app = make()
    app.use(make.json())
    app.use('/work', mount(host).router)
    const answer = await request(app).post('/work/api/jobs').send({ name: 'hold' }).expect(201)
    expect(answer.headers.location).toMatch(/^\/work\/api\/jobs\//)
    await request(app)
      .delete(answer.headers.location as string)
      .expect(200)
  })
})

describe('submitting', () => {
  const submit = (body: object) => request(mount(host).app).post('/jobs/api/jobs').send(body)

  it('makes a job due later with delay or runAt', async () => {
    const later = await submit({ name: 'hold', delay: '2h' })
    const at = await submit({ name: 'hold', runAt: '2099-01-31T08:00:00+01:00' })
    expect((await host.jobs.get(later.body.id))?.label).toBe('scheduled')
    expect((await host.jobs.get(at.body.id))?.dueAt).toEqual(new Date('2099-01-31T07:00:00Z'))
  })

  it('names every issue the schema found in the input', async () => {
    const { status, body } = await submit({ name: 'greet', input: { name: 7 } })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: 'name' }] })
    expect((await host.jobs.list()).items).toEqual([])
  })

  it('refuses a job that is not defined', async () => {
    const { status, body } = await submit({ name: 'constructor' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'UNKNOWN_JOB' })
  })

  it.each([
    [{}, 'name'],
    [{ name: 'hold', prority: 'high' }, 'prority'],
    [{ name: 'hold', priority: 'urgent' }, 'priority'],
    [{ name: 'hold', priority: 5 }, 'priority'],
    [{ name: 'hold', delay: 'soon' }, 'delay'],
    [{ name: 'hold', delay: -1 }, 'delay'],
    [{ name: 'hold', delay: 1e300 }, 'delay'],
    [{ name: 'hold', runAt: 'tomorrow' }, 'runAt'],
    [{ name: 'hold', dedup: { key: '' } }, 'dedup.key'],
    [{ name: 'hold', dedup: { key: 'k', windw: 1 } }, 'dedup.windw'],
    [{ name: 'hold', metadata: [1] }, 'metadata'],
    [{ name: 'a b' }, 'name'],
    [{ name: 'x'.repeat(129) }, 'name'],
  ])('names what is wrong with %j', async (job, path) => {
    const { status, body } = await submit(job)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'INVALID_BODY', issues: [{ path }] })
    expect(body.detail).toContain(path)
  })

  it('refuses an input the host finds too large', async () => {
    const { status, body } = await submit({
      name: 'greet',
      input: { name: 'x'.repeat(1_048_600) },
    })
    expect(status).toBe(413)
    expect(body.code).toBe('INPUT_TOO_LARGE')
  })

  it('takes no parameters in the address', async () => {
    await request(mount(host).app)
      .post('/jobs/api/jobs?priority=high')
      .send({ name: 'hold' })
      .expect(400)
  })
})

describe('listing', () => {
  const list = (query = '') => request(mount(host).app).get(`/jobs/api/jobs${query}`)

  it('pages through every job once, newest first', async () => {
    const handles = await host.enqueueMany(
      hold,
      Array.from({ length: 7 }, () => undefined),
    )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await list(`?limit=3${cursor ? `&cursor=${cursor}` : ''}`).expect(200)
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.cursor
    } while (cursor)
    expect(seen).toEqual(handles.map(({ id }) => id).reverse())
  })

  it('filters by state, given several times or with commas, by queue and by name', async () => {
    const cancelled = await host.enqueue(hold)
    await cancelled.cancel()
    const greeting = await host.enqueue(greet, { name: 'Ada' })
    await host.enqueue('fail', undefined, { delay: '1h' })
    const ids = async (query: string) =>
      (await list(query).expect(200)).body.items.map(({ id }: { id: string }) => id)

    expect(await ids('?state=cancelled')).toEqual([cancelled.id])
    expect(await ids('?state=cancelled&state=queued&queue=post')).toEqual([greeting.id])
    expect(await ids('?state=cancelled,queued&name=hold')).toEqual([cancelled.id])
    expect(await ids('?queue=nowhere')).toEqual([])
  })

  it('has inputs and results only where they are asked for', async () => {
    await host.enqueue(greet, { name: 'Ada' })
    await host.drain()
    const [lean] = (await list().expect(200)).body.items
    expect(lean).not.toHaveProperty('input')
    expect(lean).not.toHaveProperty('result')
    expect(lean).toMatchObject({
      name: 'greet',
      state: 'completed',
      label: 'completed',
      attempt: 1,
    })
    const [full] = (await list('?include=input,result').expect(200)).body.items
    expect(full).toMatchObject({ input: { name: 'Ada' }, result: { text: 'Hello Ada' } })
  })

  it.each([
    ['stat=running', 'stat'],
    ['state=runing', 'state.0'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['queue=a%20b', 'queue'],
    ['queue=a&queue=b', 'queue'],
    ['cursor=', 'cursor'],
    [`cursor=${'x'.repeat(513)}`, 'cursor'],
    ['include=everything', 'include.0'],
    ['__proto__=1', '__proto__'],
    ['constructor[prototype]=1', 'constructor[prototype]'],
  ])('names what is wrong with ?%s', async (query, path) => {
    const { status, body } = await list(`?${query}`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'INVALID_PARAMETER', issues: [{ path }] })
  })
})

describe('commands', () => {
  const call = (method: 'delete' | 'post', path: string) =>
    request(mount(host).app)[method](`/jobs/api/jobs/${path}`)

  it('cancels a waiting job at once, with the reason', async () => {
    const { id } = await host.enqueue(hold)
    await call('delete', `${id}?reason=not%20needed`).expect(200, {
      id,
      status: 'done',
      state: 'cancelled',
    })
    expect(await host.jobs.get(id)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'not needed',
    })
  })

  it('asks a running job to stop', async () => {
    await host.start()
    const started = once(host, 'job:started')
    const { id } = await host.enqueue(hold)
    await started
    const cancelled = once(host, 'job:cancelled', id)
    await call('delete', id).send({ reason: 'enough' }).expect(202, { id, status: 'requested' })
    expect(await cancelled).toMatchObject({ reason: 'enough' })
  })

  it('refuses to cancel what has ended, and says in which state it is', async () => {
    const handle = await host.enqueue(greet, { name: 'Ada' })
    await host.drain()
    const { status, body } = await call('delete', handle.id)
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'JOB_STATE_CONFLICT', state: 'completed' })
    expect(body.detail).toContain('This one is completed.')
  })

  it('runs a failed job again, and refuses one that waits', async () => {
    const { id } = await host.enqueue('fail')
    await host.drain()
    await call('post', `${id}/retry`).expect(200, { id, status: 'done', state: 'queued' })
    const { body } = await call('post', `${id}/retry`).expect(409)
    expect(body).toMatchObject({ code: 'JOB_STATE_CONFLICT', state: 'queued' })
  })

  it('refuses a retry whose dedup key is held by another, and names it', async () => {
    const first = await host.enqueue('fail', undefined, { dedup: { key: 'k' } })
    await host.drain()
    const second = await host.enqueue('fail', undefined, { dedup: { key: 'k' } })
    const { body } = await call('post', `${first.id}/retry`).expect(409)
    expect(body).toMatchObject({ code: 'DEDUP_KEY_TAKEN', holder: second.id })
  })

  it('makes a job that is due later due now', async () => {
    const { id } = await host.enqueue(hold, undefined, { delay: '1h' })
    await call('post', `${id}/promote`).expect(200)
    expect((await host.jobs.get(id))?.label).toBe('queued')
    await call('post', `${id}/promote`).expect(409)
  })

  it.each(['critical', 4])('changes the priority to %s', async (priority) => {
    const { id } = await host.enqueue(hold)
    await call('post', `${id}/priority`).send({ priority }).expect(200)
    expect((await host.jobs.get(id))?.priority).toBe(priority === 4 ? 'background' : priority)
  })

  it.each([undefined, {}, { priority: 'urgent' }, { priority: 'high', force: true }])(
    'refuses %j as a new priority',
    async (body) => {
      const { id } = await host.enqueue(hold)
      await call('post', `${id}/priority`).send(body).expect(400)
      expect((await host.jobs.get(id))?.priority).toBe('normal')
    },
  )

  it('deletes a job with purge=true, but not one that runs', async () => {
    const { id } = await host.enqueue(hold)
    await call('delete', `${id}?purge=true`).expect(200, { id, status: 'done', state: 'deleted' })
    await call('delete', `${id}?purge=true`).expect(404)

    await host.start()
    const started = once(host, 'job:started')
    const running = await host.enqueue(hold)
    await started
    await call('delete', `${running.id}?purge=true`).expect(409)
    await running.cancel()
  })

  it.each(['purge=yes', 'purge=true&purge=false', 'purge=true&reason=x', 'force=1'])(
    'does nothing when the address has ?%s',
    async (query) => {
      const { id } = await host.enqueue(hold)
      await call('delete', `${id}?${query}`).expect(400)
      expect((await host.jobs.get(id))?.state).toBe('queued')
    },
  )

  it.each([
    ['delete', NO_JOB],
    ['delete', `${NO_JOB}?purge=true`],
    ['post', `${NO_JOB}/retry`],
    ['post', `${NO_JOB}/promote`],
    ['delete', "1'%20OR%20'1'='1"],
    ['delete', '%2e%2e'],
  ] as const)('answers 404 to %s %s', async (method, path) => {
    const { body } = await call(method, path).expect(404)
    expect(body.code).toBe('JOB_NOT_FOUND')
  })
})

describe('reading the rest', () => {
  const get = (path: string) => request(mount(host).app).get(`/jobs${path}`)

  it('lists queues with their counts', async () => {
    await host.enqueue(greet, { name: 'Ada' })
    const { body } = await get('/api/queues').expect(200)
    expect(body.items).toContainEqual({
      name: 'post',
      concurrency: 10,
      counts: { blocked: 0, queued: 1, running: 0, completed: 0, failed: 0, cancelled: 0 },
    })
  })

  it('describes the input of a job where its schema can', async () => {
    const { body } = await get('/api/definitions').expect(200)
    const [greeting, holding] = body.items
    expect(greeting).toMatchObject({
      name: 'greet',
      queue: 'post',
      priority: 'normal',
      inputSchema: { type: 'object', properties: { name: { type: 'string' } } },
    })
    expect(holding).toEqual({ name: 'hold', queue: 'default', priority: 'normal' })
  })

  it('answers 404 for a job that is not there, without asking the store for what cannot be an id', async () => {
    await get(`/api/jobs/${NO_JOB}`).expect(404)
    await get('/api/jobs/undefined').expect(404)
  })

  it('answers HEAD without a body', async () => {
    const { headers, text } = await request(mount(host).app).head('/jobs/api/jobs').expect(200)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(text).toBeFalsy()
  })

  it('says which methods an address answers', async () => {
    const { app } = mount(host)
    const { body, headers } = await request(app).put('/jobs/api/jobs').expect(405)
    expect(headers.allow).toBe('GET, POST')
    expect(body.code).toBe('METHOD_NOT_ALLOWED')
    await request(app).head('/jobs/api/events').expect(405)
  })

  it('leaves what is not its own to the host', async () => {
    const { app } = mount(host)
    app.use('/jobs/help', (_request, response) => void response.send('help'))
    await request(app).get('/jobs/help').expect(200, 'help')
    await request(app).get('/jobs/api/nothing').expect(404)
  })
})
