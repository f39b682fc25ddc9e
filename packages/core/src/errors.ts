import type { Duration } from './time/duration.js'

/**
 * What the host did, or what happened to it, with a stable `code` to test for and a message that
 * says what to do. Every error Nightshift throws on purpose is one of these.
 */
export class NightshiftError extends Error {
  override readonly name: string = 'NightshiftError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** One thing wrong with an input: where it stands and what is wrong there. */
export interface InputIssue {
  readonly path: string
  readonly message: string
}

/** The input does not satisfy the job definition's schema. Nothing was stored. Code `INVALID_INPUT`. */
export class InvalidInputError extends NightshiftError {
  override readonly name = 'InvalidInputError'
  readonly issues: readonly InputIssue[]

  constructor(jobName: string, issues: readonly InputIssue[]) {
    const list = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message))
    super('INVALID_INPUT', `The input of "${jobName}" is not valid. ${list.join('; ')}`)
    this.issues = issues
  }
}

/** How a {@link JobError} is to be treated. */
export interface JobErrorOptions extends ErrorOptions {
  /** `false`: trying again is pointless, the job fails now. Default: the retry policy decides. */
  readonly retry?: boolean
}

/**
 * Thrown by a handler to say what went wrong in words for people, under a code of its own; and by
 * `handle.result()` when the job failed.
 */
export class JobError extends NightshiftError {
  override readonly name: string = 'JobError'
  readonly retry: boolean

  constructor(code: string, message: string, options: JobErrorOptions = {}) {
    super(code, message, options)
    this.retry = options.retry ?? true
  }
}

/**
 * Thrown by a handler that knows when to come back (an HTTP 429 with `Retry-After`). It counts as
 * a failed attempt; `ctx.snooze` does not. Code `RETRY_AFTER` unless given.
 */
export class RetryAfter extends JobError {
  override readonly name = 'RetryAfter'
  readonly delay: Duration

  constructor(delay: Duration, message = 'The job asked to be tried again later.') {
    super('RETRY_AFTER', message)
    this.delay = delay
  }
}

/** The storage could not do what was asked. `transient`: the same call may succeed later. */
export class StorageError extends NightshiftError {
  override readonly name = 'StorageError'
  readonly transient: boolean

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { readonly transient?: boolean } = {},
  ) {
    super(code, message, options)
    this.transient = options.transient ?? false
  }
}
