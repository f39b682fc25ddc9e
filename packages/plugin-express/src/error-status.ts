import type { InputIssue } from '@nightshift/core'
import { Problem } from './problem.js'

const RETRY_AFTER = { 'Retry-After': '5' }

/** What an error of the host becomes for the client. Its own sentence is sent only for these codes. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  INVALID_INPUT: 422,
  INPUT_NOT_JSON: 422,
  INPUT_TOO_LARGE: 413,
  UNKNOWN_JOB: 400,
  INVALID_PRIORITY: 400,
  INVALID_DURATION: 400,
  INVALID_RUN_AT: 400,
  INVALID_DEDUP_KEY: 400,
  INVALID_LIMIT: 400,
  INVALID_CURSOR: 400,
  JOB_NOT_FOUND: 404,
}

interface HostError {
  readonly code: string
  readonly message: string
  readonly issues?: readonly InputIssue[]
  readonly transient?: boolean
}

/** What the client is told of anything that was thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (!isHostError(thrown)) return unexpected(thrown)
  const { code, message, issues } = thrown
  if (code === 'STORE_UNAVAILABLE' || thrown.transient === true) return unavailable(thrown)
  const status = Object.hasOwn(STATUS_BY_CODE, code) ? STATUS_BY_CODE[code] : undefined
  if (status === undefined) return unexpected(thrown)
  return new Problem(status, code, message, {
    cause: thrown,
    ...(issues && { members: { issues } }),
  })
}

/** By shape, not by class: a host may have loaded core twice, as a module and as CommonJS. */
const isHostError = (thrown: unknown): thrown is HostError =>
  thrown instanceof Error && typeof (thrown as { code?: unknown }).code === 'string'

const unavailable = (cause: unknown) =>
  new Problem(
    503,
    'STORE_UNAVAILABLE',
    'The job store cannot be reached just now. Try again in a few seconds; submitting again is safe with a dedup key.',
    { cause, headers: RETRY_AFTER },
  )

const unexpected = (cause: unknown) =>
  new Problem(
    500,
    'INTERNAL_ERROR',
    'Something went wrong on our side. The host has the details, under the id in the X-Request-Id header.',
    { cause },
  )
