import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { isFromHere } from '../../src/web/local-access.js'
import { openLibrary, openPage } from './library.js'

const own = { host: '127.0.0.1:8300' }
const from = (
  remoteAddress: string | undefined,
  headers: IncomingMessage['headers'] = own,
): boolean => {
  const remoteFamily = remoteAddress?.includes(':') ? 'IPv6' : 'IPv4'
  return isFromHere({ headers, socket: { remoteAddress, remoteFamily } } as IncomingMessage)
}

describe('a request from this machine', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('comes from %s', (address) => {
    expect(from(address)).toBe(true)
  })

  it.each(['10.0.0.1', '192.168.1.7', '::ffff:10.0.0.1', '2001:db8::1', undefined])(
    'does not come from %s',
    (address) => {
      expect(from(address)).toBe(false)
    },
  )

  it.each(['127.0.0.1:8300', 'localhost', 'LOCALHOST:80', '[::1]:8300'])(
    'may be meant for %s',
    (host) => {
      expect(from('127.0.0.1', { host })).toBe(true)
    },
  )

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:8300',
    'evil.example@127.0.0.1',
    '127.0.0.1:8300@evil.example',
    '',
    undefined,
  ])('is not meant for %s', (host) => {
    expect(from('127.0.0.1', { host })).toBe(false)
  })

  it('is not sent by a page from elsewhere', () => {
    expect(from('127.0.0.1', { ...own, origin: 'http://127.0.0.1:8300' })).toBe(true)
    expect(from('127.0.0.1', { ...own, origin: 'http://127.0.0.1:9999' })).toBe(false)
    expect(from('127.0.0.1', { ...own, origin: 'https://evil.example' })).toBe(false)
    expect(from('127.0.0.1', { ...own, origin: 'null' })).toBe(false)
    expect(from('127.0.0.1', { ...own, origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(
      true,
    )
  })
})

describe('the pages', () => {
  it('are not shown under a foreign name', async () => {
    const library = openLibrary({ '/secret.md': { text: 'secret' } })
    for (const address of ['/', '/?q=secret', '/documents/1', '/style.css']) {
      const page = await library.get(address).set('Host', 'evil.example').expect(403)
      expect(page.text).not.toContain('secret')
    }
    const { body } = await library.get('/api/search?q=secret').set('Host', 'evil.example')
    expect(body).toMatchObject({ status: 403, code: 'NOT_FROM_HERE' })
    const own = await openPage(library, '/')
    expect(own.texts('h2')).toContain('secret.md')
  })
})
