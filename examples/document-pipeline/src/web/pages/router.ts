import { Router } from 'express'
import type { KnowledgeBase } from '../../knowledge/index.js'
import { find } from '../findings.js'
import { readDocumentId, readDocumentPage, readSearchPage } from '../parameters.js'
import { noSuchDocument } from '../problem.js'
import { documentPage } from './document-page.js'
import { searchPage } from './search-page.js'

/** The pages for people, made here and without any script. */
export function knowledgePages(knowledge: KnowledgeBase): Router {
  const router = Router()

  router.get('/', (request, response) => {
    const findings = find(knowledge, readSearchPage(request.query))
    response.type('html').send(searchPage(findings))
  })

  router.get('/documents/:id', (request, response) => {
    const id = readDocumentId(request.params.id)
    const document = id === undefined ? undefined : knowledge.get(id)
    if (!document) throw noSuchDocument()
    const { part } = readDocumentPage(request.query)
    const references = knowledge.references(document.id)
    response.type('html').send(documentPage({ document, references, part }))
  })

  return router
}
