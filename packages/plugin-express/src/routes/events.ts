import { z } from 'zod'
import { JOB_EVENTS } from '../live/facts.js'
import type { Route } from '../route.js'
import { queryAs } from '../shape.js'
import { name, oneOrMore } from './fields.js'

const LAST_ID_CHARACTERS = 64

const eventsQuery = z.strictObject({
  job: name.optional(),
  queue: name.optional(),
  types: oneOrMore(JOB_EVENTS).optional(),
  lastEventId: z.string().optional(),
})

export const eventRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/events',
    role: 'viewer',
    lasting: true,
    summary: 'Follow what happens to jobs as it happens',
    handle({ query, headers, stillAllowed }, { live }) {
      const { job, queue, types, lastEventId } = queryAs(eventsQuery, query)
      const header = headers['last-event-id']
      const after = (typeof header === 'string' ? header : lastEventId)?.slice(
        0,
        LAST_ID_CHARACTERS,
      )
      return {
        status: 200,
        headers: {
          'Content-Type': 'text/event-stream',
          // Neither compression nor a proxy may hold events back.
          'Cache-Control': 'no-store, no-transform',
          'X-Accel-Buffering': 'no',
        },
        stream: live.admit({
          stillAllowed,
          ...(after && { after }),
          wants: (event) =>
            (job === undefined || event.job.id === job) &&
            (queue === undefined || event.job.queue === queue) &&
            (types === undefined || types.includes(event.name)),
        }),
      }
    },
  },
]
