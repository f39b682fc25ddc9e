import { NightshiftError } from '../errors.js'
import { type Duration, milliseconds } from '../time/duration.js'
import type { JobContext } from './context.js'
import { type Priority, priorityLevel } from './priority.js'
import { type Retry, resolveRetry } from './retry.js'
import type { StandardSchema } from './schema.js'

/** What a host writes to define a job. */
export interface JobDefinitionOptions<Name extends string, Input, Output, Result> {
  /** Stored with every job: renaming it orphans what is waiting. */
  readonly name: Name
  /** Checked when a job is enqueued and again before it runs. Without one, the job takes no input. */
  readonly input?: StandardSchema<Input, Output>
  /** Default `'default'`. */
  readonly queue?: string
  /** Default `'normal'`. */
  readonly priority?: Priority
  /** Default three retries with exponential back-off from 1 s to 10 min. */
  readonly retry?: Retry
  /** For one attempt, counted from its start; then `ctx.signal` aborts. Default: none. */
  readonly timeout?: Duration
  /** Receives the schema's output. What it returns must be JSON, and becomes the job's result. */
  run(input: Output, context: JobContext): Result | Promise<Result>
}

/** A named, typed kind of job. Made by {@link defineJob}. */
export interface JobDefinition<
  Name extends string = string,
  Input = unknown,
  Output = unknown,
  Result = unknown,
> extends JobDefinitionOptions<Name, Input, Output, Result> {
  readonly queue: string
  readonly priority: Priority
}

/** What callers must give to enqueue a job of this definition. */
export type InputOf<D> = D extends { readonly input?: StandardSchema<infer Input, infer _> }
  ? Input
  : never

/** What `handle.result()` of such a job resolves to. */
export type ResultOf<D> = D extends { run(...args: never[]): infer Result }
  ? Awaited<Result>
  : never

/**
 * Defines a kind of job. Input and result types follow from the schema and from `run`.
 * @throws NightshiftError `INVALID_DEFINITION` for a bad name; `INVALID_PRIORITY`, `INVALID_RETRY`
 * or `INVALID_DURATION` for a bad option: a typo stops the host, not the job.
 */
export function defineJob<
  const Name extends string,
  Input = undefined,
  Output = Input,
  Result = void,
>(
  options: JobDefinitionOptions<Name, Input, Output, Result>,
): JobDefinition<Name, Input, Output, Result> {
  const { name, queue = 'default', priority = 'normal', timeout } = options
  checkName('job name', name)
  checkName('queue name', queue)
  priorityLevel(priority)
  resolveRetry(options.retry)
  if (timeout !== undefined) milliseconds(timeout, `timeout of "${name}"`)
  if (typeof options.run !== 'function') {
    throw new NightshiftError('INVALID_DEFINITION', `The job "${name}" needs a run function.`)
  }
  return { ...options, run: options.run.bind(options), queue, priority }
}

const NAME_PATTERN = /^[\w.:/-]{1,128}$/

function checkName(what: string, name: string): void {
  if (typeof name === 'string' && NAME_PATTERN.test(name)) return
  throw new NightshiftError(
    'INVALID_DEFINITION',
    `The ${what} ${JSON.stringify(name)} cannot be used. Take 1 to 128 letters, digits or . : / _ -`,
  )
}
