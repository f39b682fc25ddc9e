import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createNightshift, defineJob, memoryStorage } from '@nightshift/core'
import request from 'supertest'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serve } from '../../src/web/server.js'
import { documentAt, freshKnowledgeBase } from '../knowledge/documents.js'

const bake = defineJob({ name: 'bake', run: () => 'bread' })

async function start(port: number) {
  const { base: knowledge } = freshKnowledgeBase()
  knowledge.integrate(documentAt('/bread.md', { title: 'Bread' }))
  const nightshift = createNightshift({ storage: memoryStorage(), jobs: [bake] })
  const server = await serve({ nightshift, knowledge, port })
  onTestFinished(async () => {
    await server.close()
    await nightshift.stop()
  })
  return { server, nightshift }
}

async function occupy(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, server }
}

describe('the server', () => {
  it('serves the documents and the jobs on this machine only', async () => {
    const { server, nightshift } = await start(0)
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await nightshift.enqueue(bake)
    const page = await request(server.url).get('/').expect(200)
    expect(page.text).toContain('Bread')
    const jobs = await request(server.url).get('/jobs/api/jobs').expect(200)
    expect(JSON.stringify(jobs.body)).toContain('"bake"')
    await request(server.url).get('/jobs/').expect(200).expect('Content-Type', /html/)
  })

  it('lets those at this machine change jobs, and no page from elsewhere', async () => {
    const { server, nightshift } = await start(0)
    const { id } = await nightshift.enqueue(bake)
    const cancel = () => request(server.url).delete(`/jobs/api/jobs/${id}`)
    await cancel().set('Host', 'evil.example').expect(403)
    await cancel().set('Origin', 'https://evil.example').expect(403)
    expect((await nightshift.jobs.get(id))?.state).not.toBe('cancelled')
    await cancel().expect((response) => expect(response.ok).toBe(true))
    expect((await nightshift.jobs.get(id))?.state).toBe('cancelled')
  })

  it('takes another port when the wanted one is taken', async () => {
    const { port } = await occupy()
    const { server } = await start(port)
    expect(server.url).not.toBe(`http://127.0.0.1:${port}`)
    await request(server.url).get('/').expect(200)
  })

  it('takes the wanted port when it is free', async () => {
    const { port, server: before } = await occupy()
    before.close()
    await once(before, 'close')
    const { server } = await start(port)
    expect(server.url).toBe(`http://127.0.0.1:${port}`)
  })

  it('ends live streams when it closes, and closes once only', async () => {
    const { server } = await start(0)
    const stream = await fetch(`${server.url}/jobs/api/events`)
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const ended = stream.text().catch(() => 'cut')
    await server.close()
    await ended
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow()
  })
})
