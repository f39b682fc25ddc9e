import { InvalidInputError, JobError, NightshiftError, RetryAfter } from '../errors.js'
import { milliseconds } from '../time/duration.js'

/** Where a failure came from. */
export type FailureCategory = 'handler' | 'input' | 'timeout' | 'engine'

/** What is kept of an error with the attempt it ended: plain data. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly category: FailureCategory
  /** Shortened. */
  readonly stack?: string
  readonly cause?: { readonly code: string; readonly message: string }
}

/** A failure as core decides on it: what is stored, and what the error itself asked for. */
export interface DescribedFailure {
  readonly failure: Failure
  readonly retryable: boolean
  readonly retryAfterMs?: number
}

const STACK_LINES = 12
const MESSAGE_CHARACTERS = 4_000
const CODE_PATTERN = /^[A-Z][A-Z0-9_]{1,63}$/

/** Describes whatever was thrown, `undefined` and hostile objects included. Never throws. */
export function describeFailure(thrown: unknown, category: FailureCategory): DescribedFailure {
  try {
    return { failure: describe(thrown, category), ...verdictOf(thrown) }
  } catch {
    const message = 'Something was thrown that cannot be read.'
    return { failure: { code: 'UNREADABLE_ERROR', message, category }, retryable: true }
  }
}

function describe(thrown: unknown, category: FailureCategory): Failure {
  if (!(thrown instanceof Error)) {
    const message = `A value was thrown that is not an Error: ${shown(thrown)}`
    return { code: 'NOT_AN_ERROR', message: shorten(message), category }
  }
  const stack = shortStack(thrown)
  return {
    code: codeOf(thrown),
    message: shorten(thrown.message || thrown.name),
    category: thrown instanceof InvalidInputError ? 'input' : category,
    ...(stack && { stack }),
    ...(thrown.cause instanceof Error && {
      cause: { code: codeOf(thrown.cause), message: shorten(thrown.cause.message) },
    }),
  }
}

function verdictOf(thrown: unknown): Pick<DescribedFailure, 'retryable' | 'retryAfterMs'> {
  if (thrown instanceof RetryAfter) {
    return { retryable: true, retryAfterMs: milliseconds(thrown.delay, 'delay of RetryAfter') }
  }
  if (thrown instanceof JobError) return { retryable: thrown.retry }
  // What does not validate today will not validate tomorrow.
  return { retryable: !(thrown instanceof InvalidInputError) }
}

/** Node's own errors (`ECONNREFUSED`) bring a code; of the rest only the name is known. */
function codeOf(error: Error): string {
  const code: unknown = (error as { code?: unknown }).code
  if (error instanceof NightshiftError) return error.code
  return typeof code === 'string' && CODE_PATTERN.test(code) ? code : 'UNEXPECTED_ERROR'
}

function shortStack(error: Error): string | undefined {
  return typeof error.stack === 'string'
    ? shorten(error.stack.split('\n').slice(0, STACK_LINES).join('\n'))
    : undefined
}

const shorten = (text: string) =>
  text.length > MESSAGE_CHARACTERS ? `${text.slice(0, MESSAGE_CHARACTERS)}…` : text

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
