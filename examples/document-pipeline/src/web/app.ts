import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { KnowledgeBase } from '../knowledge/index.js'
import { knowledgeApi } from './api.js'
import { fromHereOnly } from './local-access.js'
import { problemPage } from './pages/problem-page.js'
import { knowledgePages } from './pages/router.js'
import { noSuchPage, toProblem } from './problem.js'
import { appearance } from './style/router.js'

export interface AppOptions {
  readonly knowledge: KnowledgeBase
  /** Answers everything below `/jobs`, and decides itself who may see it. */
  readonly jobs: RequestHandler
}

/** The web application: pages and JSON API for requests from this machine only, and the mounted jobs. */
export function createApp({ knowledge, jobs }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use('/jobs', jobs)
  app.use(fromHereOnly)
  app.use(protection)
  app.use(appearance())
  app.use('/api', knowledgeApi(knowledge))
  app.use(knowledgePages(knowledge))
  app.use((_request, _response, next) => next(noSuchPage()))
  app.use(answerProblem)
  return app
}

/** The pages need no script at all, so none may run; HTTPS is not asked for, since this is loopback. */
const protection = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
})

const answerProblem: ErrorRequestHandler = (error, request, response, next) => {
  const problem = toProblem(error)
  if (problem.status >= 500) console.error(error)
  if (response.headersSent) {
    next(error)
    return
  }
  response.status(problem.status)
  if (request.path.startsWith('/api/')) {
    response.type('application/problem+json').send(JSON.stringify(problem))
  } else {
    response.type('html').send(problemPage(problem))
  }
}
