import { isJobId, JOB_STATES, type Job } from '@nightshift/core'
import { z } from 'zod'
import { Problem } from '../problem.js'
import { json, type Route, type RouteRequest } from '../route.js'
import { queryAs } from '../shape.js'
import { name, oneOrMore } from './fields.js'

const MAX_LIMIT = 500
const LIMIT_ERROR = `must be a whole number from 1 to ${MAX_LIMIT}`

const listQuery = z.strictObject({
  state: oneOrMore(JOB_STATES).optional(),
  queue: name.optional(),
  name: name.optional(),
  limit: z
    .string({ error: LIMIT_ERROR })
    .regex(/^\d{1,4}$/, { error: LIMIT_ERROR })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_LIMIT, { error: LIMIT_ERROR })
    .optional(),
  cursor: z
    .string({ error: 'must be one text' })
    .min(1, { error: 'must not be empty' })
    .max(512, { error: 'is no cursor of a page before' })
    .optional(),
  include: oneOrMore(['input', 'result']).optional(),
})

type Payload = 'input' | 'result'

/** @throws Problem 404: what cannot be an id is not looked up */
export function jobIdOf({ params: { id = '' } }: RouteRequest): string {
  if (isJobId(id)) return id
  throw noSuchJob()
}

export const noSuchJob = () =>
  new Problem(404, 'JOB_NOT_FOUND', 'There is no such job. It may have been deleted.')

export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/jobs',
    role: 'viewer',
    summary: 'List jobs, newest first',
    async handle({ query }, { host }) {
      const { state, include = [], ...rest } = queryAs(listQuery, query)
      const { items, cursor } = await host.jobs.list({
        ...withoutUndefined(rest),
        ...(state && { states: state }),
      })
      return json(200, { items: items.map((job) => lean(job, include)), cursor })
    },
  },
  {
    method: 'GET',
    path: '/api/jobs/:id',
    role: 'viewer',
    summary: 'Read one job with its attempts and log',
    async handle(request, { host }) {
      const job = await host.jobs.get(jobIdOf(request))
      if (!job) throw noSuchJob()
      return json(200, job)
    },
  },
]

/** Inputs and results may have a mebibyte each: a list has them only where they are asked for. */
function lean({ input, result, ...job }: Job, include: readonly Payload[]): unknown {
  return {
    ...job,
    ...(include.includes('input') && { input }),
    ...(include.includes('result') && { result }),
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>
