import type { CommandOptions, CommandReport, JobCommand } from '@nightshift/core'
import { z } from 'zod'
import { Problem } from '../problem.js'
import { type Answer, json, type Route, type RouteRequest, type Services } from '../route.js'
import { bodyAs, queryAs } from '../shape.js'
import { priority, reason } from './fields.js'
import { jobIdOf, noSuchJob } from './jobs.js'

const nothing = z.strictObject({})
const noBody = nothing.optional()
const cancelQuery = z.strictObject({
  reason: reason.optional(),
  purge: z.literal('false', { error: "must be 'true' or 'false'" }).optional(),
})
const cancelBody = z.strictObject({ reason: reason.optional() }).optional()
const purgeQuery = z.strictObject({ purge: z.literal('true') })
const priorityBody = z.strictObject(
  { priority },
  { error: 'must be a JSON object with a priority' },
)

export const commandRoutes: readonly Route[] = [
  {
    method: 'DELETE',
    path: '/api/jobs/:id',
    query: { purge: 'true' },
    role: 'admin',
    summary: 'Delete a job that is not running, with all that is kept of it',
    handle(request, services) {
      queryAs(purgeQuery, request.query)
      bodyAs(noBody, request.body)
      return command('delete', request, services)
    },
  },
  {
    method: 'DELETE',
    path: '/api/jobs/:id',
    role: 'operator',
    summary: 'Cancel a job that has not ended',
    handle(request, services) {
      const given = queryAs(cancelQuery, request.query).reason
      const reason = bodyAs(cancelBody, request.body)?.reason ?? given
      return command('cancel', request, services, { reason: reason ?? 'asked for over HTTP' })
    },
  },
  {
    method: 'POST',
    path: '/api/jobs/:id/retry',
    role: 'operator',
    summary: 'Run a failed or cancelled job again',
    handle: (request, services) => plainCommand('retry', request, services),
  },
  {
    method: 'POST',
    path: '/api/jobs/:id/promote',
    role: 'operator',
    summary: 'Make a job that is due later due now',
    handle: (request, services) => plainCommand('promote', request, services),
  },
  {
    method: 'POST',
    path: '/api/jobs/:id/priority',
    role: 'operator',
    summary: "Change a waiting job's priority",
    handle(request, services) {
      queryAs(nothing, request.query)
      return command('reprioritise', request, services, bodyAs(priorityBody, request.body))
    },
  },
]

function plainCommand(order: JobCommand, request: RouteRequest, services: Services) {
  queryAs(nothing, request.query)
  bodyAs(noBody, request.body)
  return command(order, request, services)
}

async function command(
  order: JobCommand,
  request: RouteRequest,
  { host }: Services,
  options: CommandOptions = {},
): Promise<Answer> {
  const [report] = await host.jobs.command(order, { ids: [jobIdOf(request)] }, options)
  if (!report || report.status === 'not-found') throw noSuchJob()
  if (report.status === 'refused') throw refusal(order, report)
  // Asked of a job that runs: its worker carries it out, a moment from now.
  return json(report.status === 'requested' ? 202 : 200, report)
}

const NEEDED: Readonly<Record<JobCommand, string>> = {
  cancel: 'Only a job that has not ended can be cancelled',
  retry: 'Only a failed or cancelled job can be run again',
  promote: 'Only a job that is due later can be made due now',
  reprioritise: 'Only a waiting job can change its priority',
  delete: 'A running job cannot be deleted; cancel it first',
}

function refusal(
  order: JobCommand,
  { state, holder }: Extract<CommandReport, { status: 'refused' }>,
): Problem {
  if (holder !== undefined) {
    return new Problem(
      409,
      'DEDUP_KEY_TAKEN',
      `The job ${holder} has the same dedup key and has not ended. Wait for it, or cancel it.`,
      { members: { state, holder } },
    )
  }
  const detail = `${NEEDED[order]}. This one is ${state}.`
  return new Problem(409, 'JOB_STATE_CONFLICT', detail, { members: { state } })
}
