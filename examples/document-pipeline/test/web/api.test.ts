import { describe, expect, it } from 'vitest'
import { openBakery, openLibrary } from './library.js'

describe('the JSON API', () => {
  it('answers what the knowledge base found', async () => {
    const { library, base } = openBakery(25)
    const { body } = await library.get('/api/search?q=bread&limit=10&offset=20').expect(200)
    const { hits, total } = base.search('bread', { limit: 10, offset: 20 })
    expect(body).toEqual({ items: hits, total, limit: 10, offset: 20 })
    expect(body.items).toHaveLength(5)
    expect(body.total).toBe(25)
  })

  it('narrows a search to a class, and looks in all without one', async () => {
    const library = openLibrary({ '/a.md': { text: 'bread' }, '/b.md': { text: 'bread' } })
    library.put('/mit.txt', { text: 'bread', class: 'licence' })
    const licences = await library.get('/api/search?q=bread&class=licence')
    expect(licences.body.items.map(({ path }: { path: string }) => path)).toEqual(['/mit.txt'])
    const all = await library.get('/api/search?q=bread&class=')
    expect(all.body.total).toBe(3)
  })

  it.each([
    ['q', ''],
    ['q', 'q=a&q=b'],
    ['q', `q=${'a'.repeat(501)}`],
    ['limit', 'q=a&limit=0'],
    ['limit', 'q=a&limit=101'],
    ['limit', 'q=a&limit=ten'],
    ['limit', 'q=a&limit='],
    ['limit', 'q=a&limit=1.5'],
    ['offset', 'q=a&offset=-1'],
    ['class', 'q=a&class=b&class=c'],
  ])('names the bad parameter %s in “%s”', async (parameter, query) => {
    const { body } = await openLibrary()
      .get(`/api/search?${query}`)
      .expect(400)
      .expect('Content-Type', /^application\/problem\+json/)
    expect(body).toMatchObject({ status: 400, code: 'BAD_PARAMETER', parameter })
    expect(body.detail).toContain(`"${parameter}" must be`)
  })

  it('answers a document whole, with its references', async () => {
    const library = openLibrary({
      '/bread.md': { text: 'Eat it.', links: [{ target: 'soup.md', text: 'soup' }] },
      '/soup.md': { title: 'Soup' },
    })
    const { body } = await library.get('/api/documents/1').expect(200)
    expect(body).toEqual({ ...library.base.get(1), references: library.base.references(1) })
    expect(body.references.outgoing).toEqual([{ id: 2, title: 'Soup', kind: 'link', text: 'soup' }])
  })

  it('answers the statistics', async () => {
    const { library, base } = openBakery(3)
    const { body } = await library.get('/api/statistics').expect(200)
    expect(body).toEqual(base.statistics())
    expect(body.documents).toBe(3)
  })

  it.each([
    ['/api/documents/7', 'DOCUMENT_NOT_FOUND'],
    ['/api/documents/seven', 'DOCUMENT_NOT_FOUND'],
    ['/api/nothing', 'NOT_FOUND'],
  ])('answers %s with a problem', async (address, code) => {
    const { body } = await openLibrary()
      .get(address)
      .expect(404)
      .expect('Content-Type', /^application\/problem\+json/)
    expect(body).toMatchObject({ title: 'Not Found', status: 404, code })
  })
})
