import { NightshiftError } from '../errors.js'
import type { JobDefinition } from '../job/definition.js'
import type { RandomBytes } from '../job/id.js'
import type { QueueOrder } from '../job/priority.js'
import type { Random } from '../job/retry.js'
import { STORAGE_CONTRACT_VERSION, type Storage } from '../storage/contract.js'
import type { Clock } from '../time/clock.js'
import { type Duration, milliseconds } from '../time/duration.js'

export interface QueueOptions {
  /** Jobs of this queue that one worker runs at once. Default 10. */
  readonly concurrency?: number
  /** Default `'aging'`: no level waits for ever. */
  readonly order?: QueueOrder
}

export interface WorkerSettings {
  /** Shown with everything it runs. Default: host name and process id. */
  readonly name?: string
  /** How long the store waits for a silent worker before it gives its jobs to others. Default 15 s. */
  readonly lease?: Duration
  /** Longest time between two looks at the store. Default 500 ms. */
  readonly poll?: Duration
  /** How long a handler may take to end once its signal aborted. Default 5 s. */
  readonly grace?: Duration
}

export interface NightshiftOptions<Jobs extends readonly JobDefinition[]> {
  readonly storage: Storage
  readonly jobs: Jobs
  /** Settings by queue; a queue that is not named here has the defaults. */
  readonly queues?: Readonly<Record<string, QueueOptions>>
  /** `false` in a process that only enqueues. Default `true`. */
  readonly worker?: boolean | WorkerSettings
  /** `true`: SIGTERM and SIGINT stop gracefully, a second one ends the process. Default `false`. */
  readonly signals?: boolean
  /** Largest input, in bytes of JSON. Default 1 MiB. */
  readonly maxInputBytes?: number
  /** Largest result, in bytes of JSON. Default 1 MiB. */
  readonly maxResultBytes?: number
  /** Time and chance, for tests that control them. */
  readonly clock?: Clock
  readonly random?: Random
  readonly randomBytes?: RandomBytes
}

export const DEFAULTS = {
  concurrency: 10,
  order: 'aging',
  leaseMs: 15_000,
  pollMs: 500,
  graceMs: 5_000,
  maxInputBytes: 1_048_576,
  maxResultBytes: 1_048_576,
  stopWithinMs: 30_000,
  /** How long an enqueue is repeated while the store cannot be reached. */
  enqueueDeadlineMs: 10_000,
} as const satisfies Record<string, number | QueueOrder>

export interface ResolvedWorker {
  readonly name?: string
  readonly leaseMs: number
  readonly pollMs: number
  readonly graceMs: number
}

export function resolveWorker(worker: boolean | WorkerSettings = true): ResolvedWorker | undefined {
  if (worker === false) return undefined
  const { name, lease, poll, grace } = worker === true ? {} : worker
  return {
    ...(name !== undefined && { name }),
    leaseMs: milliseconds(lease ?? DEFAULTS.leaseMs, 'lease'),
    pollMs: milliseconds(poll ?? DEFAULTS.pollMs, 'poll interval'),
    graceMs: milliseconds(grace ?? DEFAULTS.graceMs, 'grace period'),
  }
}

/** @throws NightshiftError naming the option that cannot be used */
export function checkOptions({
  storage,
  jobs,
  queues = {},
}: NightshiftOptions<readonly JobDefinition[]>): void {
  if (storage?.contractVersion !== STORAGE_CONTRACT_VERSION) {
    throw new NightshiftError(
      'UNSUPPORTED_STORAGE',
      `The storage speaks contract version ${storage?.contractVersion}, this core ${STORAGE_CONTRACT_VERSION}. Install matching versions of @nightshift packages.`,
    )
  }
  const names = new Set<string>()
  for (const { name } of jobs) {
    if (names.has(name)) {
      throw new NightshiftError('DUPLICATE_DEFINITION', `Two jobs are named "${name}". Rename one.`)
    }
    names.add(name)
  }
  for (const [queue, { concurrency = 1, order = 'aging' }] of Object.entries(queues)) {
    if (Number.isInteger(concurrency) && concurrency > 0 && ['aging', 'strict'].includes(order))
      continue
    throw new NightshiftError(
      'INVALID_QUEUE',
      `The queue "${queue}" needs a concurrency that is a whole number from 1, and the order 'aging' or 'strict'.`,
    )
  }
}
