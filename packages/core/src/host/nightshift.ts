import { randomBytes as cryptoRandomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { NightshiftError } from '../errors.js'
import { createEventBus, type EventName, type Listener, type Unsubscribe } from '../events/bus.js'
import type { InputOf, JobDefinition, ResultOf } from '../job/definition.js'
import { createIdMaker } from '../job/id.js'
import { headStart, type PriorityLevel } from '../job/priority.js'
import type { EnqueueAnswer, NewJob } from '../storage/contract.js'
import { openFirst } from '../storage/open-first.js'
import { systemClock } from '../time/clock.js'
import { type Duration, milliseconds } from '../time/duration.js'
import { createWorker } from '../worker/worker.js'
import { createEnqueuer, type EnqueueOptions, unitsOf } from './enqueue.js'
import { createHandle, type HandleServices, type JobHandle } from './handle.js'
import { type CommandReport, createJobs, type Jobs } from './jobs.js'
import { createLifecycle, type StartReport } from './lifecycle.js'
import { checkOptions, DEFAULTS, type NightshiftOptions, resolveWorker } from './options.js'
import { createQueues, type Queues } from './queues.js'
import { createWatcher } from './watcher.js'

type Named<Defs extends readonly JobDefinition[], Name> = Extract<
  Defs[number],
  { readonly name: Name }
>

/** The input may be left out where the definition takes none. */
type EnqueueArguments<Input> = undefined extends Input
  ? [input?: Input, options?: EnqueueOptions]
  : [input: Input, options?: EnqueueOptions]

/** A host application's background work. Made by {@link createNightshift}. */
export interface Nightshift<Defs extends readonly JobDefinition[] = readonly JobDefinition[]> {
  /** Opens the storage and starts the worker. Many calls make one pool. Never throws: see the report. */
  start(): Promise<StartReport>
  /** Lets running jobs finish for `within` (default 30 s), hands the rest back, closes the storage. */
  stop(options?: { readonly within?: Duration }): Promise<void>
  /** Runs everything that is due, then returns; jobs due later stay. */
  drain(): Promise<void>

  /**
   * Stores one job. Once it resolves, the job is as durable as the storage makes it.
   * @throws InvalidInputError when the schema refuses the input; NightshiftError `UNKNOWN_JOB`,
   * `INPUT_TOO_LARGE`, `INPUT_NOT_JSON`, or `STORE_UNAVAILABLE` after ten seconds
   */
  enqueue<D extends JobDefinition>(
    definition: D,
    ...rest: EnqueueArguments<InputOf<D>>
  ): Promise<JobHandle<ResultOf<D>>>
  enqueue<const Name extends Defs[number]['name']>(
    name: Name,
    ...rest: EnqueueArguments<InputOf<Named<Defs, Name>>>
  ): Promise<JobHandle<ResultOf<Named<Defs, Name>>>>
  /** Stores many jobs in chunks of 1,000, each all or nothing; every input is checked first. */
  enqueueMany<D extends JobDefinition>(
    definition: D,
    inputs: readonly InputOf<D>[],
    options?: Omit<EnqueueOptions, 'dedup'>,
  ): Promise<readonly JobHandle<ResultOf<D>>[]>

  /** The handle of a job stored earlier, perhaps by another process. */
  handle<Result = unknown>(id: string): JobHandle<Result>
  readonly jobs: Jobs
  readonly queues: Queues
  readonly definitions: readonly JobDefinition[]
  /** Listens to what happens in this process. */
  on<Name extends EventName>(event: Name, listener: Listener<Name>): Unsubscribe
}

/**
 * Puts storage, definitions and a worker together. Nothing runs before `start()`; enqueueing and
 * reading work without it.
 * @throws NightshiftError for options that cannot be used, naming them
 */
export function createNightshift<const Defs extends readonly JobDefinition[]>(
  options: NightshiftOptions<Defs>,
): Nightshift<Defs> {
  checkOptions(options)
  const { clock = systemClock, queues: settings = {} } = options
  const storage = openFirst(options.storage)
  const definitions = new Map<string, JobDefinition>(options.jobs.map((job) => [job.name, job]))
  const events = createEventBus()
  const newJobId = createIdMaker(clock.now, options.randomBytes ?? cryptoRandomBytes)
  const orderOf = (queue: string) => settings[queue]?.order ?? DEFAULTS.order
  const slotsOf = (queue: string) => settings[queue]?.concurrency ?? DEFAULTS.concurrency
  const queueNames = new Set([...options.jobs.map(({ queue }) => queue), ...Object.keys(settings)])
  const workerSettings = resolveWorker(options.worker)

  const newWorker = () => {
    const { name = `${hostname()}:${process.pid}`, ...timing } =
      workerSettings ?? (resolveWorker(true) as NonNullable<typeof workerSettings>)
    return createWorker({
      ...timing,
      name,
      storage,
      clock,
      events,
      definitions,
      random: options.random ?? Math.random,
      slots: new Map([...queueNames].map((queue) => [queue, slotsOf(queue)])),
      maxResultBytes: options.maxResultBytes ?? DEFAULTS.maxResultBytes,
      newSessionId: newJobId,
      headStartOf: ({ priority, queue }) => headStart(priority as PriorityLevel, orderOf(queue)),
    })
  }
  const lifecycle = createLifecycle({
    storage,
    signals: options.signals ?? false,
    createServingWorker: workerSettings && newWorker,
    createDrainingWorker: newWorker,
    stopWithinMs: DEFAULTS.stopWithinMs,
  })
  const enqueuer = createEnqueuer({
    storage,
    maxInputBytes: options.maxInputBytes ?? DEFAULTS.maxInputBytes,
    deadlineMs: DEFAULTS.enqueueDeadlineMs,
    newJobId,
    orderOf,
  })
  const jobs = createJobs({
    storage,
    clock,
    orderOf,
    changed: lifecycle.wake,
    cancelled: (job, reason) => events.emit('job:cancelled', { job, reason }),
  })
  const services = handleServices()

  function handleServices(): HandleServices {
    const one = async (id: string, report: Promise<readonly CommandReport[]>) =>
      (await report)[0] ?? { id, status: 'not-found' as const }
    return {
      clock,
      watcher: createWatcher(storage, events, clock),
      cancel: (id, reason) => one(id, jobs.command('cancel', { ids: [id] }, { reason })),
      retry: (id) => one(id, jobs.command('retry', { ids: [id] })),
      setPriority: (id, priority) =>
        one(id, jobs.command('reprioritise', { ids: [id] }, { priority })),
    }
  }

  function definitionOf(job: string | JobDefinition): JobDefinition {
    const name = typeof job === 'string' ? job : job.name
    const definition = definitions.get(name)
    if (definition) return definition
    throw new NightshiftError(
      'UNKNOWN_JOB',
      `There is no job "${name}" here. Add its definition to createNightshift({ jobs: [...] }).`,
    )
  }

  async function store(
    unit: readonly NewJob[],
    tx?: unknown,
  ): Promise<readonly JobHandle<never>[]> {
    const answers = await enqueuer.store(unit, tx)
    for (const [index, answer] of answers.entries()) announce(answer, unit[index] as NewJob)
    lifecycle.wake()
    return answers.map(({ id, status }) => createHandle(id, status === 'duplicate', services))
  }

  function announce({ status, id }: EnqueueAnswer, { name, queue }: NewJob): void {
    if (status === 'stored') events.emit('job:enqueued', { job: { id, name, queue } })
  }

  return {
    start: lifecycle.start,
    stop: ({ within = DEFAULTS.stopWithinMs } = {}) => lifecycle.stop(milliseconds(within)),
    drain: () => lifecycle.drain(DEFAULTS.stopWithinMs),
    async enqueue(job: string | JobDefinition, input?: unknown, chosen: EnqueueOptions = {}) {
      const [handle] = await store(
        [await enqueuer.prepare(definitionOf(job), input, chosen)],
        chosen.tx,
      )
      return handle as JobHandle<never>
    },
    async enqueueMany(job, inputs, chosen = {}) {
      const prepared: NewJob[] = []
      for (const input of inputs) {
        prepared.push(await enqueuer.prepare(definitionOf(job), input, chosen))
      }
      const handles: JobHandle<never>[] = []
      for (const unit of unitsOf(prepared)) handles.push(...(await store(unit, chosen.tx)))
      return handles
    },
    handle: (id) => createHandle(id, false, services),
    jobs,
    queues: createQueues(storage, [...queueNames], slotsOf),
    definitions: [...definitions.values()],
    on: events.on,
  }
}
