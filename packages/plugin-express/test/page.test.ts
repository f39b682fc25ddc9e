import { readdirSync, readFileSync } from 'node:fs'
import express from 'express'
import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PAGE_FILES } from '../src/page-files.js'
import { createHost, EXPRESS, mount, type TestHost } from './mounted.js'

let host: TestHost

beforeEach(() => {
  host = createHost()
})
afterEach(() => host.stop({ within: 0 }))

describe.each(EXPRESS)('the page, in $version', ({ make }) => {
  it('is served with a policy that runs nothing but its own files', async () => {
    const { headers, text } = await request(mount(host, {}, make).app)
      .get('/jobs/')
      .expect(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(text).toContain('<title>Jobs · Nightshift</title>')
    const policy = headers['content-security-policy'] as string
    expect(policy.split(';').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
    ])
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers).not.toHaveProperty('x-powered-by')
  })

  it('is a folder, so that its addresses hold wherever it is mounted', async () => {
    const { app } = mount(host, {}, make)
    await request(app).get('/jobs').expect(308).expect('Location', './jobs/')
    await request(app).get('/jobs?a=1').expect(308).expect('Location', './jobs/?a=1')
    const deep = make().use('/a/b', mount(host).router)
    await request(deep).get('/a/b').expect('Location', './b/')
  })

  it.each([...PAGE_FILES].map(([path]) => path))('has %s', async (path) => {
    const { app } = mount(host, {}, make)
    const { headers } = await request(app).get(`/jobs${path}`).expect(200)
    expect(headers['cache-control']).toBe('no-cache')
    await request(app)
      .get(`/jobs${path}`)
      .set('If-None-Match', headers.etag as string)
      .expect(304)
  })

  it.each([
    '/jobs/page/',
    '/jobs/page/raw.d.ts',
    '/jobs/page/tsconfig.json',
    '/jobs/page/toString',
    '/jobs/page/style.css/',
    '/jobs/page/..%2fstyle.css',
    '/jobs/page/%2e%2e/page-files.ts',
    '/jobs/page/style.css%00',
  ])('has nothing at %s', async (path) => {
    await request(mount(host, {}, make).app)
      .get(path)
      .expect(404)
  })
})

describe('the page', () => {
  it('never redirects to another host', async () => {
    const app = express().use(mount(host).router)
    for (const path of ['//evil.example', '/\\evil.example', '//evil.example/%2f..']) {
      const { headers } = await request(app).get(path)
      expect(headers.location ?? './').toMatch(/^\.\//)
    }
  })

  it('serves every script of its folder, and no other', () => {
    const scripts = readdirSync(new URL('../src/page/', import.meta.url)).filter((name) =>
      name.endsWith('.js'),
    )
    const served = [...PAGE_FILES.keys()].filter((path) => path.endsWith('.js'))
    expect(served.sort()).toEqual(scripts.map((name) => `/page/${name}`).sort())
  })

  it('turns no text into HTML or code, and loads nothing from elsewhere', () => {
    for (const [path, { content }] of PAGE_FILES) {
      expect(content, path).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc|\beval\b|new Function|javascript:/,
      )
      expect(content.replaceAll('http://www.w3.org/2000/svg', ''), path).not.toMatch(
        /https?:\/\/|["'(]\/\//,
      )
    }
    const html = readFileSync(new URL('../src/page/index.html', import.meta.url), 'utf8')
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=/)
  })
})
