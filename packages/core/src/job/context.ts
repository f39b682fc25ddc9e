import type { Duration } from '../time/duration.js'

/** What a handler can say of how far it is. */
export interface ProgressUpdate {
  /** 0 to 100 of the whole job; it never falls. */
  readonly percent?: number
  readonly message?: string
}

export interface StepOptions {
  /** Percent of the whole job that is done when this step ends. Default: the step moves nothing. */
  readonly weight?: number
}

export interface MapOptions {
  /** How many at once. Default 4. */
  readonly concurrency?: number
}

/** Writes lines that are kept with the job, up to 1,000 of them. */
export interface JobLog {
  debug(message: string, data?: unknown): void
  info(message: string, data?: unknown): void
  warn(message: string, data?: unknown): void
  error(message: string, data?: unknown): void
}

/** What a handler receives beside its input. */
export interface JobContext {
  readonly id: string
  readonly name: string
  readonly queue: string
  /** 1 for the first attempt that counts. */
  readonly attempt: number
  /**
   * Aborted by a cancel, a timeout, a shutdown past its deadline or a lost lease. Hand it to
   * everything that takes one; `signal.reason` is an error that says which it was.
   */
  readonly signal: AbortSignal
  readonly log: JobLog
  /** Cheap: calls are merged, and the last one is never lost. */
  progress(update: ProgressUpdate): void
  /** Runs a named part of the job, shown to people with its duration. Returns what `work` returns. */
  step<T>(name: string, work: () => T | Promise<T>, options?: StepOptions): Promise<T>
  /**
   * Runs `work` over the items, a few at once, in the order given, and moves the progress from
   * where it stands towards 100 (or, inside a step with a weight, to that step's end). The first
   * error stops it, as does the signal.
   */
  map<Item, T>(
    items: Iterable<Item>,
    work: (item: Item, index: number) => T | Promise<T>,
    options?: MapOptions,
  ): Promise<T[]>
  /** Ends this execution and comes back later, without counting an attempt. Never returns. */
  snooze(delay: Duration): never
}
