import type { DedupMode, NewJob } from '@nightshift/core'
import fc from 'fast-check'

/** 0 is the newest. */
export type Recency = number

export interface JobDraft {
  readonly id: 'fresh' | { readonly like: 'known' | 'colliding'; readonly job: Recency }
  readonly lane: keyof typeof LANES
  readonly name: string
  readonly priority: number
  readonly headStartMs: number
  readonly due: 'now' | { readonly delayMs?: number; readonly inMs?: number }
  readonly labels: Pick<NewJob, 'tenant' | 'tags' | 'batch'>
  readonly dedup?: { readonly mode: DedupMode; readonly windowMs?: number } | undefined
  readonly after: readonly { readonly job: Recency; readonly onFailure: 'cancel' | 'run' }[]
  readonly nominal?: number | undefined
}

/** Each key is named by one lane only: which of several waiting lanes is woken is a storage's own. */
export const LANES = {
  plain: { queue: 'a' },
  grouped: { queue: 'a', group: 'g' },
  heavy: { queue: 'a', group: 'h', weight: 2 },
  other: { queue: 'b' },
  single: { queue: 'b', group: 'g', limits: [{ key: 'solo/b', definition: 'solo' }] },
  fast: { queue: 'c', limits: [{ key: 'fast', definition: 'fast' }] },
  costly: {
    queue: 'c',
    group: 'g',
    limits: [
      { key: 'wide', definition: 'wide' },
      { key: 'money', definition: 'money', reserve: 3 },
    ],
  },
  free: { queue: 'c', group: 'h', limits: [{ key: 'gift', definition: 'gift', reserve: 4 }] },
} as const satisfies Record<string, Pick<NewJob, 'queue' | 'group' | 'weight' | 'limits'>>

/** Plain objects, because a counterexample full of null prototypes cannot be read. */
export const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(fields, { noNullPrototype: true })

export const recency: fc.Arbitrary<Recency> = fc.oneof(
  { arbitrary: fc.nat(3), weight: 3 },
  { arbitrary: fc.nat(30), weight: 1 },
)

export const headStartMs = fc.constantFrom(0, 50, 600, 10 ** 13)
export const delayMs = fc.constantFrom(0, 10, 100, 1_000)
export const queue = fc.constantFrom('a', 'b', 'c')

const due: fc.Arbitrary<JobDraft['due']> = fc.oneof(
  fc.constant('now' as const),
  record({ delayMs }),
  record({ inMs: fc.constantFrom(1, 200, 2_000) }),
  record({ delayMs, inMs: fc.constantFrom(1, 200, 2_000) }),
)

const dedup: fc.Arbitrary<JobDraft['dedup']> = fc.option(
  fc.record(
    {
      mode: fc.constantFrom('unique', 'throttle', 'debounce'),
      windowMs: fc.constantFrom(100, 2_000),
    },
    { requiredKeys: ['mode'], noNullPrototype: true },
  ),
  { nil: undefined, freq: 2 },
)

export const jobDraft: fc.Arbitrary<JobDraft> = record({
  id: fc.oneof(
    { arbitrary: fc.constant('fresh' as const), weight: 12 },
    {
      arbitrary: record({ like: fc.constantFrom('known', 'colliding'), job: recency }),
      weight: 2,
    },
  ),
  lane: fc.constantFrom(...(Object.keys(LANES) as (keyof typeof LANES)[])),
  name: fc.constantFrom('import', 'mail'),
  priority: fc.nat(4),
  headStartMs,
  due,
  labels: fc.constantFrom<JobDraft['labels']>(
    {},
    { tenant: 'acme' },
    { tags: ['red', 'blue'] },
    { tenant: 'other', tags: ['blue'], batch: 'batch' },
  ),
  dedup,
  after: fc.oneof(
    { arbitrary: fc.constant([]), weight: 3 },
    {
      arbitrary: fc.uniqueArray(
        record({ job: recency, onFailure: fc.constantFrom('cancel', 'run') }),
        { minLength: 1, maxLength: 2, selector: ({ job }) => job },
      ),
      weight: 1,
    },
  ),
  nominal: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
})
