import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { documentAt, freshKnowledgeBase } from './documents.js'

// Many databases and queries, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

function shelf() {
  const { base } = freshKnowledgeBase()
  const put = (path: string, title: string, text: string, kind = 'guide') =>
    base.integrate(documentAt(path, { title, text, class: kind }))
  put('/bread.md', 'Baking bread', 'Flour, water and salt. Knead the dough for ten minutes.')
  put('/soup.md', 'Onion soup', 'Serve the soup with bread. Salt it at the very end.')
  put('/mit.txt', 'Licence', 'Permission is hereby granted to bake bread.', 'licence')
  const paths = (query: string, options = {}) =>
    base.search(query, options).hits.map(({ path }) => path)
  return { base, paths }
}

describe('search', () => {
  it('puts a document whose title holds the word before those whose text does', () => {
    const { paths } = shelf()
    expect(paths('bread')[0]).toBe('/bread.md')
    expect(paths('bread')).toHaveLength(3)
  })

  it('needs every word, in any order and any case', () => {
    const { paths } = shelf()
    expect(paths('SALT soup')).toEqual(['/soup.md'])
    expect(paths('salt permission')).toEqual([])
  })

  it('finds words in quotation marks only where they stand together', () => {
    const { paths } = shelf()
    expect(paths('"knead the dough"')).toEqual(['/bread.md'])
    expect(paths('"dough the knead"')).toEqual([])
    expect(paths('"knead the')).toEqual(['/bread.md'])
  })

  it('takes the last word as the start of one', () => {
    const { paths } = shelf()
    expect(paths('salt kne')).toEqual(['/bread.md'])
    expect(paths('kne salt')).toEqual([])
  })

  it('marks the hits of a snippet as parts, without any markup', () => {
    const { base } = shelf()
    const [hit] = base.search('dough').hits
    expect(hit?.snippet.filter((part) => part.hit)).toEqual([{ text: 'dough', hit: true }])
    expect(hit?.snippet.map(({ text }) => text).join('')).toContain('Knead the dough for ten')
  })

  it('narrows to a class and goes page by page', () => {
    const { base, paths } = shelf()
    expect(paths('bread', { class: 'licence' })).toEqual(['/mit.txt'])
    const pages = [0, 1, 2].flatMap((offset) => paths('bread', { limit: 1, offset }))
    expect(pages).toEqual(paths('bread'))
    expect(base.search('bread', { limit: 1 }).total).toBe(3)
  })

  it.each(['', '   ', '***', '"', '""', '()', '-- ; \\'])('finds nothing for %j', (query) => {
    expect(shelf().base.search(query)).toEqual({ hits: [], total: 0 })
  })

  it.each([
    'AND',
    'NOT OR',
    'title:bread',
    'a* b^2 (c',
    'NEAR(a b)',
    "'; DROP TABLE x; --",
    'x"y"z',
  ])('takes %j as words, not as a command', (query) => {
    expect(() => shelf().base.search(query)).not.toThrow()
  })

  it('survives whatever a person may type', () => {
    const { base } = shelf()
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('"', '*', '(', ')', ':', '^', '-', ' ', 'a', '\0', '+', '{'),
      }),
    )
    fc.assert(
      fc.property(typed, (query) => {
        expect(base.search(query).total).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 150 },
    )
  })
})
