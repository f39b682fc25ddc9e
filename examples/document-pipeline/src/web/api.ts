import { Router } from 'express'
import type { KnowledgeBase } from '../knowledge/index.js'
import { readApiSearch, readDocumentId } from './parameters.js'
import { noSuchDocument, noSuchPage } from './problem.js'

/** The knowledge base as JSON. Errors are RFC 9457 problem documents with a `code`. */
export function knowledgeApi(knowledge: KnowledgeBase): Router {
  const router = Router()

  router.get('/search', (request, response) => {
    const { q, ...options } = readApiSearch(request.query)
    const { hits, total } = knowledge.search(q, options)
    response.json({ items: hits, total, limit: options.limit, offset: options.offset })
  })

  router.get('/documents/:id', (request, response) => {
    const id = readDocumentId(request.params.id)
    const document = id === undefined ? undefined : knowledge.get(id)
    if (!document) throw noSuchDocument()
    response.json({ ...document, references: knowledge.references(document.id) })
  })

  router.get('/statistics', (_request, response) => {
    response.json(knowledge.statistics())
  })

  router.use(() => {
    throw noSuchPage()
  })
  return router
}
