import type { EnqueueOptions } from '@nightshift/core'
import { z } from 'zod'
import { Problem } from '../problem.js'
import { json, type Route } from '../route.js'
import { bodyAs } from '../shape.js'
import { duration, name, priority } from './fields.js'

const submission = z.strictObject(
  {
    name,
    input: z.unknown().optional(),
    priority: priority.optional(),
    delay: duration.optional(),
    runAt: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2030-01-31T08:00:00Z' })
      .transform((text) => new Date(text))
      .optional(),
    dedup: z
      .strictObject(
        {
          key: z
            .string({ error: 'must be a text' })
            .min(1, { error: 'must not be empty' })
            .max(512, { error: 'must have at most 512 characters' }),
          window: duration.optional(),
        },
        { error: 'must be an object with a key' },
      )
      .optional(),
    metadata: z.record(z.string(), z.unknown(), { error: 'must be an object' }).optional(),
  },
  { error: 'must be a JSON object with at least a name' },
)

export const submitRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/jobs',
    role: 'operator',
    summary: 'Submit a job',
    async handle({ body, mount, query }, { host }) {
      if (query.size > 0) throw noParameters()
      const { name, input, ...options } = bodyAs(submission, body)
      const definition = host.definitions.find((each) => each.name === name)
      if (!definition) throw unknownJob(name)
      const { id, duplicate } = await host.enqueue(definition, input, options as EnqueueOptions)
      const location = { Location: `${mount}/api/jobs/${id}` }
      return json(duplicate ? 200 : 201, { id, duplicate }, location)
    },
  },
]

const unknownJob = (name: string) =>
  new Problem(
    400,
    'UNKNOWN_JOB',
    `There is no job named "${name}" here. GET api/definitions lists those there are.`,
  )

const noParameters = () =>
  new Problem(
    400,
    'INVALID_PARAMETER',
    'A job is submitted in the body; the address takes no parameters.',
  )
