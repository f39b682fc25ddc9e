import { z } from 'zod'
import { json, type Route } from '../route.js'
import { queryAs } from '../shape.js'

export const queueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/queues',
    role: 'viewer',
    summary: 'List queues with the number of jobs in each state',
    async handle({ query }, { host }) {
      queryAs(z.strictObject({}), query)
      return json(200, { items: await host.queues.list() })
    },
  },
]
