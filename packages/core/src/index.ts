export {
  type InputIssue,
  InvalidInputError,
  JobError,
  type JobErrorOptions,
  NightshiftError,
  RetryAfter,
  StorageError,
} from './errors.js'
export type {
  EventName,
  JobReference,
  Listener,
  NightshiftEvents,
  Unsubscribe,
} from './events/bus.js'
export type { EnqueueOptions } from './host/enqueue.js'
export type { JobHandle } from './host/handle.js'
export type {
  CommandOptions,
  CommandReport,
  JobCommand,
  JobCounts,
  JobList,
  JobListFilter,
  Jobs,
} from './host/jobs.js'
export type { StartReport } from './host/lifecycle.js'
export { createNightshift, type Nightshift } from './host/nightshift.js'
export type { NightshiftOptions, QueueOptions, WorkerSettings } from './host/options.js'
export type { Queue, Queues } from './host/queues.js'
export type { JobContext, JobLog, MapOptions, ProgressUpdate, StepOptions } from './job/context.js'
export {
  defineJob,
  type InputOf,
  type JobDefinition,
  type JobDefinitionOptions,
  type ResultOf,
} from './job/definition.js'
export type { Failure, FailureCategory } from './job/failure.js'
export { createIdMaker, isJobId, type RandomBytes } from './job/id.js'
export type { Job, JobAttempt, JobDetails, JobLogLine } from './job/job.js'
export {
  PRIORITIES,
  type Priority,
  type PriorityLevel,
  type PriorityName,
  type QueueOrder,
} from './job/priority.js'
export type { Progress } from './job/progress.js'
export {
  type Backoff,
  delays,
  type ExponentialOptions,
  exponential,
  fixed,
  type Random,
  type Retry,
  type RetryPolicy,
  type RetryRules,
} from './job/retry.js'
export type { StandardSchema } from './job/schema.js'
export { JOB_STATES, type JobLabel } from './job/state.js'
export * from './storage/contract.js'
export {
  type MemoryStorage,
  type MemoryStorageOptions,
  memoryStorage,
} from './storage/memory/memory-storage.js'
export type { CancelTimer, Clock, EpochMs } from './time/clock.js'
export type { Duration } from './time/duration.js'
