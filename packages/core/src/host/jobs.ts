import { NightshiftError } from '../errors.js'
import type { JobReference } from '../events/bus.js'
import { type Job, type JobDetails, jobDetailsOf, jobOf } from '../job/job.js'
import { headStart, type Priority, priorityLevel, type QueueOrder } from '../job/priority.js'
import type {
  Command,
  CommandAnswer,
  JobFilter,
  JobRecord,
  JobState,
  Storage,
} from '../storage/contract.js'
import type { Clock } from '../time/clock.js'

export interface JobListFilter extends JobFilter {
  /** 1 to 500. Default 50. */
  readonly limit?: number
  /** `cursor` of the page before. */
  readonly cursor?: string
}

export interface JobList {
  /** Newest first. */
  readonly items: readonly Job[]
  /** Of the next page; absent on the last one. */
  readonly cursor?: string
}

export type JobCounts = Readonly<Record<JobState, number>>

export const noJobs = (): Record<JobState, number> => ({
  blocked: 0,
  queued: 0,
  running: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
})

/** What to ask of jobs. */
export type JobCommand = 'cancel' | 'retry' | 'promote' | 'reprioritise' | 'delete'

export interface CommandOptions {
  /** For `cancel`: kept with the job. */
  readonly reason?: string
  /** For `reprioritise`. */
  readonly priority?: Priority
}

/** What became of a command for one job. */
export type CommandReport = CommandAnswer & { readonly id: string }

/** Reading and commanding stored jobs. */
export interface Jobs {
  get(id: string): Promise<JobDetails | undefined>
  list(filter?: JobListFilter): Promise<JobList>
  count(filter?: JobFilter): Promise<JobCounts>
  /** Commands jobs by id; each is guarded by the state it needs and answers for itself. */
  command(
    command: JobCommand,
    filter: { readonly ids: readonly string[] },
    options?: CommandOptions,
  ): Promise<readonly CommandReport[]>
}

export interface JobsServices {
  readonly storage: Storage
  readonly clock: Clock
  orderOf(queue: string): QueueOrder
  /** Something may have become due, or was asked to stop. */
  changed(): void
  /** A job that was waiting is cancelled; its worker tells of running ones. */
  cancelled(job: JobReference, reason: string): void
}

const PAGE_LIMIT = 500

export function createJobs(services: JobsServices): Jobs {
  const { storage, clock } = services
  return {
    async get(id) {
      const [[record], trail] = await Promise.all([storage.get([id]), storage.trail(id)])
      return record && trail ? jobDetailsOf(record, trail, clock.now()) : undefined
    },
    async list({ limit = 50, ...filter } = {}) {
      if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT) {
        throw new NightshiftError(
          'INVALID_LIMIT',
          `limit must be a whole number from 1 to ${PAGE_LIMIT}.`,
        )
      }
      const { jobs, cursor } = await storage.list({ limit, ...filter })
      const items = jobs.map((record) => jobOf(record, clock.now()))
      return { items, ...(cursor !== undefined && { cursor }) }
    },
    async count(filter = {}) {
      const counts = noJobs()
      for (const { state, count } of (await storage.count(filter)).counts) counts[state] += count
      return counts
    },
    async command(command, { ids }, options = {}) {
      const answers = await commandEach(ids, command, options, services)
      services.changed()
      return answers.map((answer, index) => ({ ...answer, id: ids[index] as string }))
    },
  }
}

async function commandEach(
  ids: readonly string[],
  command: JobCommand,
  options: CommandOptions,
  services: JobsServices,
): Promise<readonly CommandAnswer[]> {
  const { storage } = services
  switch (command) {
    case 'cancel':
      return cancelEach(ids, options.reason ?? 'asked for by a person', services)
    case 'promote':
    case 'delete':
      return storage.command(ids, { type: command })
    case 'retry':
    case 'reprioritise':
      return placeEach(ids, command, options, services)
  }
}

async function cancelEach(
  ids: readonly string[],
  reason: string,
  { storage, cancelled }: JobsServices,
): Promise<readonly CommandAnswer[]> {
  const answers = await storage.command(ids, { type: 'cancel', reason })
  const done = ids.filter((_id, index) => answers[index]?.status === 'done')
  if (done.length === 0) return answers
  for (const { id, name, queue } of await storage.get(done)) cancelled({ id, name, queue }, reason)
  return answers
}

/** A job's new place depends on its queue's order, so each is commanded by itself. */
async function placeEach(
  ids: readonly string[],
  command: 'retry' | 'reprioritise',
  { priority }: CommandOptions,
  { storage, orderOf }: JobsServices,
): Promise<readonly CommandAnswer[]> {
  if (command === 'reprioritise' && priority === undefined) {
    throw new NightshiftError('INVALID_PRIORITY', "reprioritise needs a priority, such as 'high'.")
  }
  const records = new Map((await storage.get(ids)).map((record) => [record.id, record]))
  const answers: CommandAnswer[] = []
  for (const id of ids) {
    const record = records.get(id)
    const [answer] = record
      ? await storage.command([id], placing(record, command, priority, orderOf))
      : []
    answers.push(answer ?? { status: 'not-found' })
  }
  return answers
}

function placing(
  record: JobRecord,
  command: 'retry' | 'reprioritise',
  priority: Priority | undefined,
  orderOf: (queue: string) => QueueOrder,
): Command {
  const level = priorityLevel(priority ?? (record.priority as 0 | 1 | 2 | 3 | 4))
  const headStartMs = headStart(level, orderOf(record.queue))
  return command === 'retry'
    ? { type: 'retry', headStartMs }
    : { type: 'reprioritise', priority: level, headStartMs }
}
