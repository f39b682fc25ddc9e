import type { Dependency, LimitUse, NewJob, OccurrenceKey } from '@nightshift/core'

/** What few jobs have, as JSON in one column, so that plain ones pay a single byte for it. */
export interface Extra {
  readonly tenant?: string
  readonly group?: string
  readonly weight?: number
  readonly tags?: readonly string[]
  readonly batch?: string
  readonly limits?: readonly LimitUse[]
  readonly occurrence?: OccurrenceKey
  readonly dependsOn?: readonly Dependency[]
  /** When it is not `unique` without a window. */
  readonly dedup?: Omit<NonNullable<NewJob['dedup']>, 'key'>
}

/** Most jobs have nothing of all that. */
export const isBare = (job: NewJob): boolean =>
  job.group === undefined &&
  job.tenant === undefined &&
  job.tags === undefined &&
  job.batch === undefined &&
  job.limits === undefined &&
  job.occurrence === undefined &&
  job.dependsOn === undefined &&
  job.dedup === undefined &&
  job.weight === undefined

const KEPT = ['tenant', 'group', 'tags', 'batch', 'limits', 'occurrence'] as const

export function extraText(
  job: NewJob,
  dependsOn: readonly Dependency[] | undefined,
): string | null {
  const extra: Record<string, unknown> = {}
  let isEmpty = true
  const keep = (name: keyof Extra, value: unknown) => {
    if (value === undefined) return
    extra[name] = value
    isEmpty = false
  }
  for (const name of KEPT) keep(name, job[name])
  if (job.weight !== 1) keep('weight', job.weight)
  keep('dependsOn', dependsOn)
  if (job.dedup && !isPlain(job.dedup)) {
    const { mode, windowMs } = job.dedup
    keep('dedup', { mode, ...(windowMs !== undefined && { windowMs }) })
  }
  return isEmpty ? null : JSON.stringify(extra)
}

const isPlain = ({ mode, windowMs = 0 }: NonNullable<NewJob['dedup']>): boolean =>
  mode === 'unique' && windowMs === 0

const NONE: Extra = {}
/** A claim asks several times in a row for the same one. */
let last: { readonly text: string; readonly extra: Extra } = { text: '{}', extra: NONE }

export function extraOf({ extra: text }: { readonly extra: string | null }): Extra {
  if (text === null) return NONE
  if (text !== last.text) last = { text, extra: JSON.parse(text) as Extra }
  return last.extra
}

/** Under what a listing finds the job. */
export function labelsOf({ tenant, group, batch, tags = [] }: Pick<Extra, LabelField>): string[] {
  const labels = tags.map((tag) => label('tag', tag))
  if (tenant !== undefined) labels.push(label('tenant', tenant))
  if (group !== undefined) labels.push(label('group', group))
  if (batch !== undefined) labels.push(label('batch', batch))
  return labels
}

type LabelField = 'tenant' | 'group' | 'batch' | 'tags'

export const label = (kind: 'tag' | 'tenant' | 'group' | 'batch', value: string): string =>
  `${kind}:${value}`

/** Of the lane the job waits in; empty for the plain one. */
export function laneKeys({ group, limits = [] }: NewJob): string {
  if (group === undefined && limits.length === 0) return ''
  return JSON.stringify([group ?? null, ...limits.map(({ key }) => key).sort()])
}
