import { describe, expect, it } from 'vitest'
import { openLibrary, openPage } from './library.js'

const guide = {
  title: 'Bread',
  text: 'Bread\n\nOf all kinds.\n\nRye\n\nDark.\n\nWheat\n\nLight.',
  headings: ['Bread', 'Rye', 'Spelt', 'Wheat'],
  links: [{ target: 'soup.md', text: 'a soup to go with it' }],
}

describe('the page of a document', () => {
  it('shows title, facts and text', async () => {
    const page = await openPage(openLibrary({ '/food/bread.md': guide }), '/documents/1')
    expect(page.texts('h1')).toEqual(['Bread'])
    expect(page.texts('.path')).toEqual(['/food/bread.md'])
    expect(page.texts('.table')[0]).toMatch(
      /^Classguide \(90% sure\) Formatmd Words8 Quality90% Filebread\.md Imported/,
    )
    expect(page.attributes('time')).toEqual([{ datetime: '2025-01-01T00:00:00.000Z' }])
    expect(page.texts('.passage')).toEqual(['Of all kinds.', 'Dark.', 'Light.'])
  })

  it('leads from the outline to the heading in the text', async () => {
    const page = await openPage(openLibrary({ '/bread.md': guide }), '/documents/1')
    expect(page.texts('.outline')).toEqual(['4 headings Bread Rye Spelt Wheat'])
    expect(page.links()).toContainEqual({ text: 'Rye', address: '/documents/1#section-2' })
    expect(page.texts('#section-2')).toEqual(['Rye'])
    expect(page.links().map(({ text }) => text)).not.toContain('Spelt')
  })

  it('links what it refers to and what refers to it', async () => {
    const library = openLibrary({ '/food/bread.md': guide, '/food/soup.md': { title: 'Soup' } })
    const bread = await openPage(library, '/documents/1')
    expect(bread.texts('.references')).toEqual(['Soup link: “a soup to go with it”'])
    expect(bread.links()).toContainEqual({ text: 'Soup', address: '/documents/2' })
    const soup = await openPage(library, '/documents/2')
    expect(soup.texts('.references')).toEqual(['Bread link: “a soup to go with it”'])
    expect(soup.links()).toContainEqual({ text: 'Bread', address: '/documents/1' })
  })

  it('shows a long text part by part, and finds its headings in their part', async () => {
    const long = Array.from({ length: 9000 }, (_, line) => `Line ${line} of the text.`)
    const text = [...long, 'The end', 'All is said.'].join('\n')
    const library = openLibrary({ '/long.txt': { text, headings: ['The end'] } })
    const first = await openPage(library, '/documents/1')
    const [paging] = first.texts('.paging')
    const last = Number(/^1 of (\d+) Next →$/.exec(paging ?? '')?.[1])
    expect(last).toBeGreaterThan(2)
    const address = `/documents/1?part=${last}#section-1`
    expect(first.links()).toContainEqual({ text: 'The end', address })
    expect(first.texts('h3')).toEqual([])
    const end = await openPage(library, `/documents/1?part=${last}`)
    expect(end.texts('#section-1')).toEqual(['The end'])
    expect(end.texts('.passage').at(-1)).toBe('All is said.')
    const beyond = await openPage(library, '/documents/1?part=99')
    expect(beyond.html).toBe(end.html)
  })

  it('goes by the file name where there is no title, and says where there is no text', async () => {
    const library = openLibrary({ '/scan.pdf': { title: ' ', text: ' \n ' } })
    const page = await openPage(library, '/documents/1')
    expect(page.texts('h1')).toEqual(['scan.pdf'])
    expect(page.texts('.empty')).toEqual(['There is no text in this document.'])
  })

  it.each(['/documents/2', '/documents/0', '/documents/-1', '/documents/1e0', '/documents/one'])(
    'knows no document at %s',
    async (address) => {
      const page = await openPage(openLibrary({ '/bread.md': guide }), address)
      expect(page.status).toBe(404)
      expect(page.texts('.empty')[0]).toContain('There is no document with this number.')
    },
  )

  it('has a page for addresses that lead nowhere or cannot be read', async () => {
    const missing = await openPage(openLibrary(), '/nowhere')
    expect([missing.status, missing.texts('h1')]).toEqual([404, ['Not Found']])
    const malformed = await openPage(openLibrary(), '/documents/%zz')
    expect([malformed.status, malformed.texts('h1')]).toEqual([400, ['Bad Request']])
  })
})
