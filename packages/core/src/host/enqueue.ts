import { NightshiftError, StorageError } from '../errors.js'
import type { JobDefinition } from '../job/definition.js'
import type { StoredOptions } from '../job/job.js'
import { headStart, type Priority, priorityLevel, type QueueOrder } from '../job/priority.js'
import { validate } from '../job/schema.js'
import {
  type EnqueueAnswer,
  MAX_UNIT_JOBS,
  type NewJob,
  type Storage,
  type UnitReply,
} from '../storage/contract.js'
import { reliably } from '../storage/reliably.js'
import { type Duration, milliseconds } from '../time/duration.js'

/** Per-job choices; what is left out comes from the definition. */
export interface EnqueueOptions {
  readonly priority?: Priority
  /** Due this long from now. */
  readonly delay?: Duration
  /** Due at this instant; wins over `delay`. */
  readonly runAt?: Date
  /**
   * While a job with this key is live, enqueueing another returns that one (`handle.duplicate`).
   * With a `window`, also until that long after the first one was enqueued.
   */
  readonly dedup?: { readonly key: string; readonly window?: Duration }
  /** Small JSON for people and programs; the handler does not see it. */
  readonly metadata?: Readonly<Record<string, unknown>>
  /**
   * The host's own open transaction, where the storage shares its database: the job is stored if and
   * only if that transaction commits. What it is depends on the storage; see its README.
   */
  readonly tx?: unknown
}

export interface EnqueuerOptions {
  readonly storage: Storage
  readonly maxInputBytes: number
  readonly deadlineMs: number
  newJobId(): string
  orderOf(queue: string): QueueOrder
}

/** Turns inputs into stored jobs. Calls made in the same tick share one write, yet fail alone. */
export interface Enqueuer {
  prepare(definition: JobDefinition, input: unknown, options: EnqueueOptions): Promise<NewJob>
  /** Stores one unit: all of its jobs or none; with `tx`, as part of the host's transaction. */
  store(unit: readonly NewJob[], tx?: unknown): Promise<readonly EnqueueAnswer[]>
}

interface Waiting {
  readonly unit: readonly NewJob[]
  resolve(answers: readonly EnqueueAnswer[]): void
  reject(error: unknown): void
}

export function createEnqueuer(options: EnqueuerOptions): Enqueuer {
  let waiting: Waiting[] = []

  const flush = async () => {
    const batch = waiting
    waiting = []
    try {
      const replies = await reliablyStore(
        batch.map(({ unit }) => unit),
        options,
      )
      for (const [index, { unit, resolve, reject }] of batch.entries()) {
        accept(replies[index] as UnitReply, unit, options).then(resolve, reject)
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return {
    prepare: (definition, input, chosen) => prepare(definition, input, chosen, options),
    store(unit, tx) {
      // Other callers' jobs must not end up in this one's transaction.
      if (tx !== undefined) return storeUnit(unit, options, tx)
      return new Promise((resolve, reject) => {
        waiting.push({ unit, resolve, reject })
        if (waiting.length === 1) queueMicrotask(() => void flush())
      })
    },
  }
}

async function prepare(
  definition: JobDefinition,
  input: unknown,
  chosen: EnqueueOptions,
  { newJobId, orderOf, maxInputBytes }: EnqueuerOptions,
): Promise<NewJob> {
  if (definition.input) await validate(definition.name, definition.input, input)
  const { dedup, metadata, runAt, delay } = chosen
  const priority = priorityLevel(chosen.priority ?? definition.priority)
  const stored: StoredOptions = { ...(metadata && { metadata }) }
  return {
    id: newJobId(),
    name: definition.name,
    queue: definition.queue,
    priority,
    headStartMs: headStart(priority, orderOf(definition.queue)),
    input: encodeInput(definition.name, definition.input ? input : null, maxInputBytes),
    ...(metadata && { options: JSON.stringify(stored) }),
    ...(delay !== undefined && { delayMs: milliseconds(delay, 'delay') }),
    ...(runAt && { dueAt: instant(runAt) }),
    ...(dedup && { dedup: dedupOf(dedup) }),
  }
}

function dedupOf({
  key,
  window,
}: NonNullable<EnqueueOptions['dedup']>): NonNullable<NewJob['dedup']> {
  if (typeof key !== 'string' || key === '' || key.length > 512) {
    throw new NightshiftError(
      'INVALID_DEDUP_KEY',
      'A dedup key must be a text of 1 to 512 characters.',
    )
  }
  return {
    key,
    mode: 'unique',
    ...(window !== undefined && { windowMs: milliseconds(window, 'dedup window') }),
  }
}

function instant(runAt: Date): number {
  const at = runAt.getTime()
  if (Number.isFinite(at)) return at
  throw new NightshiftError('INVALID_RUN_AT', 'runAt must be a valid Date.')
}

function encodeInput(name: string, input: unknown, maxBytes: number): string {
  const text = toJson(name, input)
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxBytes) return text
  throw new NightshiftError(
    'INPUT_TOO_LARGE',
    `The input of "${name}" has ${bytes} bytes of JSON; at most ${maxBytes} are allowed. Store it elsewhere and enqueue where it is.`,
  )
}

function toJson(name: string, input: unknown): string {
  try {
    return JSON.stringify(input) ?? 'null'
  } catch (cause) {
    throw new NightshiftError(
      'INPUT_NOT_JSON',
      `The input of "${name}" cannot be written as JSON (${(cause as Error).message}). Use plain data.`,
      { cause },
    )
  }
}

async function storeUnit(unit: readonly NewJob[], options: EnqueuerOptions, tx?: unknown) {
  const [reply] = await reliablyStore([unit], options, tx)
  return accept(reply as UnitReply, unit, options, tx)
}

/** @throws NightshiftError when the storage refused the unit */
async function accept(
  reply: UnitReply,
  unit: readonly NewJob[],
  options: EnqueuerOptions,
  tx?: unknown,
): Promise<readonly EnqueueAnswer[]> {
  switch (reply.status) {
    case 'accepted':
      return reply.jobs
    case 'id-taken':
      // Ids are only names, so others will do.
      return storeUnit(
        unit.map((job) => ({ ...job, id: options.newJobId() })),
        options,
        tx,
      )
    case 'queue-full':
      throw new NightshiftError(
        'QUEUE_FULL',
        `The queue "${reply.queue}" holds its maximum of ${reply.maxLength} jobs; nothing was stored. Try again when some are done, or raise maxLength.`,
      )
    case 'unknown-dependency':
      throw new NightshiftError(
        'UNKNOWN_DEPENDENCY',
        `There is no job ${reply.dependency} to depend on; nothing was stored. Enqueue it first.`,
      )
  }
}

async function reliablyStore(
  units: readonly (readonly NewJob[])[],
  { storage, deadlineMs }: EnqueuerOptions,
  tx?: unknown,
): Promise<readonly UnitReply[]> {
  try {
    return await reliably(() => storage.enqueue(units, tx), { deadlineMs })
  } catch (error) {
    if (!(error instanceof StorageError) || !error.transient) throw error
    throw new NightshiftError(
      'STORE_UNAVAILABLE',
      `The jobs could not be stored within ${deadlineMs} ms: ${error.message} Some may be stored all the same; enqueueing again with a dedup key is safe.`,
      { cause: error },
    )
  }
}

/** Splits a long list into units that are each stored whole or not at all. */
export function unitsOf(jobs: readonly NewJob[]): readonly (readonly NewJob[])[] {
  const units: (readonly NewJob[])[] = []
  for (let start = 0; start < jobs.length; start += MAX_UNIT_JOBS) {
    units.push(jobs.slice(start, start + MAX_UNIT_JOBS))
  }
  return units
}
