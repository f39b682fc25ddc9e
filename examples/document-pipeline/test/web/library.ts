import { DomUtils, parseDocument } from 'htmlparser2'
import request from 'supertest'
import type { KnowledgeBase, KnowledgeDocument } from '../../src/knowledge/index.js'
import { createApp } from '../../src/web/app.js'
import { documentAt, freshKnowledgeBase } from '../knowledge/documents.js'

type Fields = Partial<KnowledgeDocument>

/** The web application around a knowledge base of its own, with these documents by path. */
export function openLibrary(documents: Readonly<Record<string, Fields>> = {}) {
  const { base } = freshKnowledgeBase()
  const put = (path: string, fields: Fields = {}): number =>
    base.integrate(documentAt(path, fields)).id
  const ids = Object.entries(documents).map(([path, fields]) => put(path, fields))
  const app = createApp({ knowledge: base, jobs: (_request, response) => response.send('jobs') })
  return { base, ids, put, get: (address: string) => request(app).get(address) }
}

export type Library = ReturnType<typeof openLibrary>

/** A page as somebody sees it who can ask it for elements. */
export async function openPage(library: Library, address: string) {
  const response = await library.get(address).expect('Content-Type', /^text\/html; charset=utf-8/)
  const page = parseDocument(response.text)
  const elements = (test: string) => DomUtils.findAll((element) => matches(element, test), [page])
  return {
    status: response.status,
    html: response.text,
    tree: page,
    texts: (test: string) => elements(test).map((element) => line(DomUtils.textContent(element))),
    links: () =>
      elements('a').map(({ attribs, children }) => ({
        text: line(DomUtils.textContent(children)),
        address: attribs.href,
      })),
    attributes: (test: string) => elements(test).map(({ attribs }) => attribs),
  }
}

/** `h2`, `#id` or `.class`. */
function matches(
  { name, attribs }: { name: string; attribs: Record<string, string> },
  test: string,
) {
  if (test.startsWith('#')) return attribs.id === test.slice(1)
  if (test.startsWith('.')) return (attribs.class ?? '').split(' ').includes(test.slice(1))
  return name === test
}

const line = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A knowledge base with `count` documents that all hold the word `bread`. */
export function openBakery(count: number): { library: Library; base: KnowledgeBase } {
  const library = openLibrary()
  for (let number = 1; number <= count; number += 1) {
    library.put(`/bread-${number}.md`, { title: `Bread ${number}`, text: 'Flour and water.' })
  }
  return { library, base: library.base }
}
