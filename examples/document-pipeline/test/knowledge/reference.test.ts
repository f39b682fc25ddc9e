import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { KnowledgeBase, KnowledgeDocument } from '../../src/knowledge/index.js'
import { documentAt, freshKnowledgeBase } from './documents.js'

// Many databases and queries, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const link = (target: string, text = target) => ({ target, text })
const readme = (folder: string, title: string, fields: Partial<KnowledgeDocument> = {}) =>
  documentAt(`${folder}/README.md`, { title, ...fields })

/** Stores documents in the given order and answers every reference as `from -kind-> to`. */
function referencesOf(base: KnowledgeBase, documents: readonly KnowledgeDocument[]) {
  for (const document of documents) base.integrate(document)
  return base
    .list({ limit: 1000 })
    .flatMap(({ id, path }) =>
      base.references(id).outgoing.map((to) => `${path} -${to.kind}-> ${base.get(to.id)?.path}`),
    )
    .sort()
}

describe('links', () => {
  it.each([
    ['./docs/guide.md', '/p/docs/guide.md'],
    ['docs/guide.md#usage', '/p/docs/guide.md'],
    ['../p/docs/guide.md?plain=1', '/p/docs/guide.md'],
    ['../LICENSE', '/LICENSE'],
    ['docs/my%20file.md', '/p/docs/my file.md'],
    ['docs', '/p/docs/README.md'],
    ['docs/guide', '/p/docs/guide.md'],
    ['file:///p/docs/guide.md', '/p/docs/guide.md'],
  ])('%s leads to %s', (target, path) => {
    const { base } = freshKnowledgeBase()
    const source = documentAt('/p/a.md', { links: [link(target, 'look')] })
    expect(referencesOf(base, [source, documentAt(path)])).toEqual([`/p/a.md -link-> ${path}`])
  })

  it.each([
    '#usage',
    'mailto:a@example.org',
    'http://[',
    '%E0%A4%A',
    '//example.org/x',
    './a.md',
    '',
  ])('%j leads nowhere', (target) => {
    const { base } = freshKnowledgeBase()
    const source = documentAt('/p/a.md', { links: [link(target)] })
    expect(referencesOf(base, [source, documentAt('/p/b.md')])).toEqual([])
  })

  it('to the address of a project leads to its README, whatever site it is on', () => {
    const { base } = freshKnowledgeBase()
    const source = documentAt('/p/a.md', {
      links: [
        link('https://github.com/somebody/debug#readme'),
        link('https://www.npmjs.com/package/@scope/tool'),
        link('https://github.com/somebody/once/issues/7'),
      ],
    })
    const stored = [
      readme('/m/debug', 'debug'),
      readme('/m/@scope/tool', 'Tool'),
      readme('/m/once', 'once'),
    ]
    expect(referencesOf(base, [source, ...stored])).toEqual([
      '/p/a.md -link-> /m/@scope/tool/README.md',
      '/p/a.md -link-> /m/debug/README.md',
    ])
  })
})

describe('mentions', () => {
  const mentioned = (title: string, text: string) => {
    const { base } = freshKnowledgeBase()
    const stored = [documentAt('/a.md', { text }), readme('/src', title)]
    return referencesOf(base, stored).length === 1
  }

  it.each([
    ['fast-check', 'Tested with fast-check.'],
    ['fast-check', 'Tested with Fast-Check, of course'],
    ['@babel/parser', 'It uses `@babel/parser` inside.'],
    ['EventEmitter3', 'a copy of EventEmitter3'],
    ['TypeScript', 'written in TypeScript'],
    ['Nightshift', 'A job of Nightshift runs at night.'],
    ['Handling of walruses', 'See the handling\n  of Walruses for more.'],
    ['🚀 Penguin Walrus Protocol', 'as the Penguin Walrus Protocol says'],
  ])('of %j are found in %j', (title, text) => {
    expect(mentioned(title, text)).toBe(true)
  })

  it.each([
    ['README', 'Read the README first.'],
    ['License', 'See the License.'],
    ['Installation Guide', 'the installation guide'],
    ['The MIT License', 'under The MIT License'],
    ['Copyright 2024 Ada Walrus', 'is Copyright 2024 Ada Walrus'],
    ['debug', 'to debug it'],
    ['Express', 'to express yourself'],
    ['Testing', 'Testing is good'],
    ['source-map', 'uses source-map-support'],
    ['fast-check', 'see https://example.org/fast-check or ./fast-check.js'],
    ['fast-check', 'a fast check of that'],
    ['Nightshift', 'on the nightshift'],
    ['TypeScript', 'MyTypeScripts'],
  ])('of %j are not seen in %j', (title, text) => {
    expect(mentioned(title, text)).toBe(false)
  })

  it('carry the words as they stand in the text', () => {
    const { base } = freshKnowledgeBase()
    base.integrate(readme('/m/fast-check', 'fast-check'))
    const { crossReferences } = base.integrate(documentAt('/a.md', { text: 'with Fast-Check' }))
    expect(crossReferences).toMatchObject([
      { title: 'fast-check', kind: 'mention', text: 'Fast-Check' },
    ])
  })

  it('of a name that several documents bear mean the README of the shortest path', () => {
    const { base } = freshKnowledgeBase()
    const documents = [
      documentAt('/a.md', { text: 'uses fast-check' }),
      documentAt('/x.md', { title: 'fast-check' }),
      readme('/deep/down/fast-check', 'fast-check', { text: 'I am fast-check' }),
      readme('/fast-check', 'fast-check', { text: 'I am fast-check' }),
    ]
    expect(referencesOf(base, documents)).toEqual(['/a.md -mention-> /fast-check/README.md'])
    base.remove('/fast-check/README.md')
    expect(referencesOf(base, [])).toEqual(['/a.md -mention-> /deep/down/fast-check/README.md'])
  })
})

describe('references', () => {
  const world = [
    readme('/m/fast-check', 'fast-check', { links: [link('LICENSE')], text: 'like walrus-js' }),
    documentAt('/m/fast-check/LICENSE', { title: 'MIT License', text: 'for fast-check' }),
    readme('/m/walrus-js', 'walrus-js', { links: [link('https://github.com/x/fast-check')] }),
    documentAt('/m/docs/guide.md', {
      title: 'Handling of walruses',
      links: [link('../walrus-js/'), link('missing.md')],
      text: 'fast-check and walrus-js',
    }),
    documentAt('/m/notes.txt', { text: 'the handling of walruses; fast-check' }),
  ]
  const expected = [
    '/m/docs/guide.md -link-> /m/walrus-js/README.md',
    '/m/docs/guide.md -mention-> /m/fast-check/README.md',
    '/m/fast-check/LICENSE -mention-> /m/fast-check/README.md',
    '/m/fast-check/README.md -link-> /m/fast-check/LICENSE',
    '/m/fast-check/README.md -mention-> /m/walrus-js/README.md',
    '/m/notes.txt -mention-> /m/docs/guide.md',
    '/m/notes.txt -mention-> /m/fast-check/README.md',
    '/m/walrus-js/README.md -link-> /m/fast-check/README.md',
  ]

  it('are the same in whatever order documents come, leave and come again', () => {
    const moves = fc.tuple(
      fc.array(fc.record({ which: fc.nat(world.length - 1), removed: fc.boolean() }), {
        maxLength: 8,
      }),
      fc.shuffledSubarray(world, { minLength: world.length }),
    )
    fc.assert(
      fc.property(moves, ([before, order]) => {
        const { base } = freshKnowledgeBase()
        for (const { which, removed } of before) {
          const document = world[which] as KnowledgeDocument
          if (removed) base.remove(document.path)
          else
            base.integrate({ ...document, title: `Old ${document.title}`, text: 'old walrus-js' })
        }
        expect(referencesOf(base, order)).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  it('are seen from both ends', () => {
    const { base } = freshKnowledgeBase()
    referencesOf(base, world)
    for (const { id, title } of base.list()) {
      for (const to of base.references(id).outgoing) {
        expect(base.references(to.id).incoming).toContainEqual({ ...to, id, title })
      }
      for (const from of base.references(id).incoming) {
        expect(base.references(from.id).outgoing).toContainEqual({ ...from, id, title })
      }
    }
  })

  it('go when the document goes, and return with it', () => {
    const { base } = freshKnowledgeBase()
    referencesOf(base, world)
    base.remove('/m/fast-check/README.md')
    const left = expected.filter((reference) => !reference.includes('fast-check/README.md'))
    expect(referencesOf(base, [])).toEqual(left)
    expect(referencesOf(base, world.slice(0, 1))).toEqual(expected)
  })

  it('follow a document that is changed', () => {
    const { base } = freshKnowledgeBase()
    referencesOf(base, world)
    base.integrate(documentAt('/m/notes.txt', { text: 'nothing any more' }))
    expect(referencesOf(base, []).filter((one) => one.startsWith('/m/notes'))).toEqual([])
  })

  it('are at most fifty, links before mentions', () => {
    const { base } = freshKnowledgeBase()
    const names = Array.from(
      { length: 80 },
      (_, n) => `walrus-${String.fromCharCode(97 + (n % 26))}${n}x`,
    )
    for (const name of names) base.integrate(readme(`/m/${name}`, name))
    const { crossReferences } = base.integrate(
      documentAt('/a.md', {
        text: names.join(', '),
        links: names.slice(40).map((name) => link(`m/${name}/README.md`)),
      }),
    )
    expect(crossReferences).toHaveLength(50)
    expect(crossReferences.filter(({ kind }) => kind === 'link')).toHaveLength(40)
  })
})
