import type { LimitUse, NewJob } from './contract.js'
import { classOf } from './job-class.js'
import { laneOf } from './lane.js'

/** The rarer parts of a job, as its record keeps them. Short names: there is one per job. */
export interface Meta {
  readonly t?: string
  readonly g?: string
  readonly w?: number
  readonly T?: readonly string[]
  readonly b?: string
  readonly l?: readonly (readonly [string, string, number?])[]
  readonly D?: readonly (readonly [string, 'c' | 'r'])[]
  readonly d?: { readonly k: string; readonly m: string; readonly w?: number }
  readonly o?: readonly [string, number, number]
  /** The lane's name, when it is not the queue's default one. */
  readonly L?: string
}

/** Inputs above this stand apart, so that looking at a lane's head does not load them. */
const APART_BYTES = 4_096

/** What the scripts store of a job: place, record's end, due time, input when it stands apart. */
export function storedForm(job: NewJob): readonly [string, string, string, string] {
  const { options = '', priority, input } = job
  const bytes = Buffer.byteLength(input)
  const apart = bytes > APART_BYTES
  // Plain jobs have neither options nor a large input, and their records say nothing of them.
  const sizes = job.options === undefined && !apart ? '' : sizesOf(job.options, bytes, apart)
  const first = `${headText(job.headStartMs)} ${priority}${sizes} ${job.id.slice(13)}`
  const tail = `${first}\n${classOf(job.queue, job.name)}\n${metaOf(job)}\n${options}${apart ? '' : input}`
  return [job.id.slice(0, 13), tail, dueOf(job), apart ? input : '']
}

const sizesOf = (options: string | undefined, bytes: number, apart: boolean): string =>
  `:${options === undefined ? '-' : options.length}:${bytes}:${apart ? 1 : 0}`

/** Whole minutes are written as such, because they are the usual and shorter. */
const headText = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000}m` : String(ms))

function dueOf({ dueAt, delayMs }: NewJob): string {
  if (dueAt !== undefined) return `@${dueAt}`
  return delayMs ? `+${delayMs}` : ''
}

function metaOf(job: NewJob): string {
  const { dedup, dependsOn, limits, tags, occurrence } = job
  const lane = laneOf(job)
  const meta: Meta = {
    ...(job.tenant !== undefined && { t: job.tenant }),
    ...(job.group !== undefined && { g: job.group }),
    ...(job.weight !== undefined && { w: job.weight }),
    ...(tags && { T: tags }),
    ...(job.batch !== undefined && { b: job.batch }),
    ...(limits && { l: limits.map(limitForm) }),
    ...(dependsOn && {
      D: dependsOn.map(({ id, onFailure }) => [id, onFailure === 'cancel' ? 'c' : 'r'] as const),
    }),
    ...(dedup && { d: dedupForm(dedup) }),
    ...(occurrence && { o: [occurrence.schedule, occurrence.nominal, occurrence.run] as const }),
    ...(lane !== undefined && { L: lane }),
  }
  return Object.keys(meta).length === 0 ? '' : JSON.stringify(meta)
}

const limitForm = ({ key, definition, reserve }: LimitUse) =>
  reserve === undefined ? ([key, definition] as const) : ([key, definition, reserve] as const)

function dedupForm({ key, mode, windowMs }: NonNullable<NewJob['dedup']>) {
  const window = mode === 'debounce' ? undefined : windowMs
  return { k: key, m: mode[0] as string, ...(window !== undefined && { w: window }) }
}
