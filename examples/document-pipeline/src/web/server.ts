import type { Nightshift } from '@nightshift/core'
import { jobsRouter } from '@nightshift/plugin-express'
import type { KnowledgeBase } from '../knowledge/index.js'
import { createApp } from './app.js'
import { listen, type WebServer } from './listen.js'
import { isFromHere } from './local-access.js'

export interface ServeOptions {
  readonly nightshift: Nightshift
  readonly knowledge: KnowledgeBase
  /** 0 takes any free port; so does a port that somebody else holds. */
  readonly port: number
}

/**
 * Serves the knowledge base at `/` and the jobs at `/jobs/`, to this machine only. Whoever works at
 * it may cancel, retry and pause; nobody else gets in.
 */
export async function serve({ nightshift, knowledge, port }: ServeOptions): Promise<WebServer> {
  const jobs = jobsRouter(nightshift, {
    authorize: (request) => (isFromHere(request) ? 'operator' : false),
  })
  const server = await listen(createApp({ knowledge, jobs }), port)
  return {
    url: server.url,
    close: async () => {
      jobs.close()
      await server.close()
    },
  }
}
