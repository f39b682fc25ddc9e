import { describe, expect, it } from 'vitest'
import { documentAt } from '../knowledge/documents.js'
import { openBakery, openLibrary, openPage } from './library.js'

const kitchen = () =>
  openLibrary({
    '/bread.md': { title: 'Baking bread', text: 'Flour, water and salt.', quality: 0.81 },
    '/soup.md': { title: 'Onion soup', text: 'Serve the soup with bread.', quality: 0.6 },
    '/mit.txt': { title: 'MIT', text: 'Permission to bake bread.', class: 'licence', quality: 0.2 },
  })

describe('the search page', () => {
  it('lists what was found, best first, with class, format, words, quality and a link', async () => {
    const page = await openPage(kitchen(), '/?q=bread')
    expect(page.texts('h1')).toEqual(['3 documents for “bread”'])
    expect(page.texts('.result')).toHaveLength(3)
    expect(page.texts('.result')[0]).toBe(
      'Baking bread Flour, water and salt. guide md 4 words quality 81% /bread.md',
    )
    expect(page.links()).toContainEqual({ text: 'Baking bread', address: '/documents/1' })
  })

  it('marks the words that were searched for in the snippet', async () => {
    const page = await openPage(kitchen(), '/?q=soup+bread')
    expect(page.texts('mark')).toEqual(['soup', 'bread'])
  })

  it('keeps the query in the field and in the address of every filter', async () => {
    const page = await openPage(kitchen(), '/?q=bread+%26+salt&class=guide')
    expect(page.attributes('#q')[0]?.value).toBe('bread & salt')
    const filters = page.links().filter(({ address }) => address?.startsWith('/?'))
    expect(filters).toContainEqual({ text: 'all 1', address: '/?q=bread+%26+salt' })
    expect(filters).toContainEqual({ text: 'guide 1', address: '/?q=bread+%26+salt&class=guide' })
  })

  it('narrows to a class, and the next search from there stays in it', async () => {
    const page = await openPage(kitchen(), '/?q=bread&class=licence')
    expect(page.texts('.result')).toHaveLength(1)
    expect(page.attributes('input')).toContainEqual({
      type: 'hidden',
      name: 'class',
      value: 'licence',
    })
    expect(page.attributes('a')).toContainEqual({
      href: '/?q=bread&class=licence',
      'aria-current': 'true',
    })
  })

  it('goes from page to page and back', async () => {
    const { library } = openBakery(45)
    const first = await openPage(library, '/?q=bread')
    expect(first.texts('.result')).toHaveLength(20)
    expect(first.texts('.paging')).toEqual(['1 of 3 Next →'])
    const last = await openPage(library, '/?q=bread&page=3')
    expect(last.texts('.result')).toHaveLength(5)
    expect(last.links()).toContainEqual({ text: '← Previous', address: '/?q=bread&page=2' })
    expect(last.texts('.paging')).toEqual(['← Previous 3 of 3'])
  })

  it('shows the last page to those who ask for one beyond it', async () => {
    const { library } = openBakery(21)
    const page = await openPage(library, '/?page=9')
    expect(page.texts('.paging')).toEqual(['← Previous 2 of 2'])
    expect(page.texts('.result')).toHaveLength(1)
  })

  it('shows the newest documents where nothing was searched for', async () => {
    const library = kitchen()
    library.put('/new.md', { title: 'Brand new', importedAt: '2026-01-01T00:00:00.000Z' })
    const page = await openPage(library, '/')
    expect(page.texts('h1')).toEqual(['Newest documents'])
    expect(page.texts('h2')[0]).toBe('Brand new')
  })

  it('counts documents, words, classes and quality bands', async () => {
    const page = await openPage(kitchen(), '/')
    expect(page.texts('.totals')).toEqual(['Documents3 Words13'])
    expect(page.texts('.shares')).toEqual([
      'guide2 67% licence1 33%',
      'good1 33% fair1 33% poor1 33%',
    ])
    expect(page.links()).toContainEqual({ text: 'Live jobs', address: '/jobs/' })
  })

  it('tells documents that are not rated yet from those that are poor', async () => {
    const library = openLibrary()
    const { quality: _later, ...unrated } = documentAt('/new.md')
    library.base.integrate(unrated)
    const page = await openPage(library, '/')
    expect(page.texts('.facts')).toEqual(['guide md 3 words quality not rated yet'])
    expect(page.texts('.shares')[1]).toBe('unrated1 100%')
  })

  it('says so when nothing is stored yet', async () => {
    const page = await openPage(openLibrary(), '/')
    expect(page.texts('h1')).toEqual(['Nothing to search yet'])
    expect(page.texts('.statistics')).toEqual([])
  })

  it('says so when nothing is found, and where there would be something', async () => {
    const page = await openPage(kitchen(), '/?q=salt&class=licence')
    expect(page.texts('h1')).toEqual(['Nothing for “salt”'])
    expect(page.links()).toContainEqual({ text: 'Look in all classes', address: '/?q=salt' })
    const nowhere = await openPage(kitchen(), '/?q=zebra')
    expect(nowhere.texts('.empty')[0]).toMatch(/^No document has all these words\./)
    expect(nowhere.links().map(({ text }) => text)).not.toContain('Look in all classes')
  })

  it.each([
    '/?q=bread&page=-1',
    '/?q=bread&page=many',
    '/?q=bread&class=guide&class=licence',
    '/?q[]=bread&q=bread',
    '/?q=bread&page=99999999999999999999',
  ])('takes what it can from the address %s', async (address) => {
    const page = await openPage(kitchen(), address)
    expect(page.status).toBe(200)
    expect(page.texts('.result')).toHaveLength(3)
  })

  it.each(['constructor', '__proto__', 'toString'])('knows no class %s', async (name) => {
    const page = await openPage(kitchen(), `/?class=${name}`)
    expect(page.texts('.empty')).toEqual([`No document of the class ${name} is here.`])
  })
})
