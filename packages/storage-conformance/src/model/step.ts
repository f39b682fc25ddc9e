import type { Command, DedupMode, SessionEnd } from '@nightshift/core'
import fc from 'fast-check'

/**
 * One random move. Jobs, sessions and claims are named by how recently they came up, because the
 * real ones exist only once the steps before have run; that way a failing run can be shortened.
 */
export type Step =
  | { readonly type: 'advance'; readonly ms: number }
  | { readonly type: 'enqueue'; readonly units: readonly (readonly JobDraft[])[] }
  | { readonly type: 'open'; readonly leaseMs: number }
  | { readonly type: 'close'; readonly session: Recency; readonly end: SessionEnd }
  | { readonly type: 'heartbeat'; readonly session: Recency; readonly leaseMs: number }
  | ({ readonly type: 'turn'; readonly session: Recency } & TurnDraft)
  | { readonly type: 'command'; readonly jobs: readonly Recency[]; readonly command: Command }

/** 0 is the newest. */
export type Recency = number

export interface JobDraft {
  readonly id: 'fresh' | { readonly like: 'known' | 'colliding'; readonly job: Recency }
  readonly queue: string
  readonly name: string
  readonly priority: number
  readonly headStartMs: number
  readonly due: 'now' | { readonly delayMs?: number; readonly inMs?: number }
  readonly dedup?: { readonly mode: DedupMode; readonly windowMs?: number } | undefined
}

export type Ending = 'complete' | 'fail' | 'retry' | 'snooze' | 'interrupt' | 'lose' | 'cancel'

export interface TurnDraft {
  readonly number: 'next' | 'repeat' | 'wrong'
  readonly settle: readonly SettleDraft[]
  readonly report: readonly { readonly claim: Recency; readonly note: string }[]
  readonly claim: readonly { readonly queue: string; readonly slots: number }[]
  readonly recover: number
}

export interface SettleDraft {
  readonly claim: Recency
  readonly ending: Ending
  readonly delayMs: number
  readonly note?: string | undefined
}

/** Plain objects, because a counterexample full of null prototypes cannot be read. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(fields, { noNullPrototype: true })

const recency: fc.Arbitrary<Recency> = fc.oneof(
  { arbitrary: fc.nat(3), weight: 3 },
  { arbitrary: fc.nat(30), weight: 1 },
)
/** Commands are for jobs of every age; work happens around the newest. */
const anyAge: fc.Arbitrary<Recency> = fc.nat(14)
const queue = fc.constantFrom('a', 'b')
const headStartMs = fc.constantFrom(0, 50, 600, 10 ** 13)
const delayMs = fc.constantFrom(0, 10, 100, 1_000)
/** One for all, so that what counts as a silence of everybody does not depend on who is asked. */
const leaseMs = fc.constant(1_000)
const note = fc.constantFrom('one', 'two', '{ "percent" : 3 }')

const jobDraft: fc.Arbitrary<JobDraft> = record({
  id: fc.oneof(
    { arbitrary: fc.constant('fresh' as const), weight: 12 },
    {
      arbitrary: record({ like: fc.constantFrom('known', 'colliding'), job: recency }),
      weight: 2,
    },
  ),
  queue,
  name: fc.constantFrom('import', 'mail'),
  priority: fc.nat(4),
  headStartMs,
  due: fc.oneof(
    fc.constant('now' as const),
    record({ delayMs }),
    record({ inMs: fc.constantFrom(1, 200, 2_000) }),
    record({ delayMs, inMs: fc.constantFrom(1, 200, 2_000) }),
  ),
  dedup: fc.option(
    fc.record(
      {
        mode: fc.constantFrom('unique', 'throttle', 'debounce'),
        windowMs: fc.constantFrom(100, 2_000),
      },
      { requiredKeys: ['mode'], noNullPrototype: true },
    ),
    { nil: undefined, freq: 2 },
  ),
})

const turnDraft = record({
  number: fc.oneof(
    { arbitrary: fc.constant('next' as const), weight: 12 },
    { arbitrary: fc.constant('repeat' as const), weight: 2 },
    { arbitrary: fc.constant('wrong' as const), weight: 1 },
  ),
  settle: fc.array(
    record({
      claim: recency,
      ending: fc.constantFrom<Ending[]>(
        'complete',
        'fail',
        'retry',
        'snooze',
        'interrupt',
        'lose',
        'cancel',
      ),
      delayMs,
      note: fc.option(note, { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
  report: fc.array(record({ claim: recency, note }), { maxLength: 2 }),
  claim: fc.uniqueArray(record({ queue, slots: fc.nat(3) }), {
    maxLength: 2,
    selector: (request) => request.queue,
  }),
  // Which of the lost jobs come first is not part of the contract: all or none.
  recover: fc.constantFrom(0, 1_000),
})

const command: fc.Arbitrary<Command> = fc.oneof(
  record({ type: fc.constant('cancel' as const), reason: fc.constantFrom('stop', 'enough') }),
  record({ type: fc.constant('retry' as const), headStartMs }),
  record({ type: fc.constant('reprioritise' as const), priority: fc.nat(4), headStartMs }),
  record({ type: fc.constant('promote' as const) }),
  record({ type: fc.constant('delete' as const) }),
)

const type = <T extends Step['type']>(name: T) => fc.constant(name)

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: record({ type: type('advance'), ms: fc.constantFrom(1, 10, 100, 500, 1_000) }),
  },
  {
    weight: 4,
    arbitrary: record({
      type: type('enqueue'),
      units: fc.array(fc.array(jobDraft, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: record({ type: type('open'), leaseMs }) },
  {
    weight: 1,
    arbitrary: record({
      type: type('close'),
      session: recency,
      end: fc.constantFrom('ended', 'died'),
    }),
  },
  { weight: 2, arbitrary: record({ type: type('heartbeat'), session: recency, leaseMs }) },
  {
    weight: 10,
    arbitrary: record({ type: type('turn'), session: recency, draft: turnDraft }).map(
      ({ draft, ...turn }) => ({ ...turn, ...draft }),
    ),
  },
  {
    weight: 4,
    arbitrary: record({
      type: type('command'),
      jobs: fc.array(anyAge, { minLength: 1, maxLength: 3 }),
      command,
    }),
  },
)
