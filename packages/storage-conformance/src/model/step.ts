import type { Command, FinalState, SessionEnd } from '@nightshift/core'
import fc from 'fast-check'
import {
  delayMs,
  headStartMs,
  type JobDraft,
  jobDraft,
  queue,
  type Recency,
  recency,
  record,
} from './draft.js'

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
  | SettingStep
  | MoveStep

export type SettingStep =
  | { readonly type: 'pause'; readonly queue: string; readonly change: 'pause' | 'resume' }
  | { readonly type: 'length'; readonly queue: string; readonly maxLength?: number | undefined }
  | { readonly type: 'define'; readonly concurrency: number; readonly amount: number }
  | {
      readonly type: 'spend'
      readonly claim: Recency
      readonly key: string
      readonly amount: number
    }
  | { readonly type: 'roll'; readonly key: string; readonly expects: 'right' | 'wrong' }
  | { readonly type: 'reset'; readonly key: string }
  | {
      readonly type: 'purge'
      readonly state: FinalState
      readonly name?: string | undefined
      readonly keep: number
      readonly limit: number
    }

/** Writes schedule “s” anew, or moves it from its revision or from another. */
export interface MoveStep {
  readonly type: 'move'
  readonly how: 'move' | 'put' | 'delete'
  readonly revision: 'right' | 'wrong'
  readonly dueInMs?: number | undefined
  readonly jobs: readonly JobDraft[]
  readonly cancel: readonly Recency[]
}

export type Ending =
  | 'complete'
  | 'fail'
  | 'retry'
  | 'snooze'
  | 'interrupt'
  | 'lose'
  | 'cancel'
  | 'untouched'

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

/** Commands are for jobs of every age; work happens around the newest. */
const anyAge: fc.Arbitrary<Recency> = fc.nat(14)
/** One for all: what counts as a silence of everybody must not depend on who is asked. */
const leaseMs = fc.constant(1_000)
const note = fc.constantFrom('one', 'two', '{ "percent" : 3 }')
const budget = fc.constantFrom('money', 'gift')

const turnDraft = record<TurnDraft>({
  number: fc.oneof(
    { arbitrary: fc.constant('next' as const), weight: 12 },
    { arbitrary: fc.constant('repeat' as const), weight: 2 },
    { arbitrary: fc.constant('wrong' as const), weight: 1 },
  ),
  settle: fc.array(
    record<SettleDraft>({
      claim: recency,
      ending: fc.constantFrom<Ending[]>(
        'complete',
        'fail',
        'retry',
        'snooze',
        'interrupt',
        'lose',
        'cancel',
        'untouched',
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

const setting: fc.Arbitrary<SettingStep> = fc.oneof(
  record({ type: type('pause'), queue, change: fc.constantFrom('pause', 'resume', 'resume') }),
  record({
    type: type('length'),
    queue,
    maxLength: fc.option(fc.constantFrom(0, 2, 5), { nil: undefined, freq: 1 }),
  }),
  record({
    type: type('define'),
    concurrency: fc.constantFrom(0, 1, 2),
    amount: fc.constantFrom(2, 7, 20),
  }),
  record({ type: type('spend'), claim: recency, key: budget, amount: fc.constantFrom(1, 4, 9) }),
  record({ type: type('roll'), key: budget, expects: fc.constantFrom('right', 'right', 'wrong') }),
  record({ type: type('reset'), key: budget }),
  record({
    type: type('purge'),
    state: fc.constantFrom('completed', 'failed', 'cancelled'),
    name: fc.option(fc.constantFrom('import', 'mail'), { nil: undefined }),
    keep: fc.constantFrom(0, 0, 2),
    limit: fc.constantFrom(1, 100),
  }),
)

const move: fc.Arbitrary<MoveStep> = record({
  type: type('move'),
  how: fc.constantFrom('move', 'move', 'move', 'put', 'delete'),
  revision: fc.constantFrom('right', 'right', 'right', 'wrong'),
  dueInMs: fc.option(fc.constantFrom(0, 100), { nil: undefined }),
  jobs: fc.array(jobDraft, { maxLength: 2 }),
  cancel: fc.array(anyAge, { maxLength: 1 }),
})

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: record({
      type: type('advance'),
      ms: fc.constantFrom(1, 10, 100, 300, 300, 500, 1_000, 70_000),
    }),
  },
  {
    weight: 5,
    arbitrary: record({
      type: type('enqueue'),
      units: fc.array(fc.array(jobDraft, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: record({ type: type('open'), leaseMs }) },
  {
    weight: 1,
    arbitrary: record({
      type: type('close'),
      session: recency,
      end: fc.constantFrom('ended', 'died'),
    }),
  },
  { weight: 3, arbitrary: record({ type: type('heartbeat'), session: recency, leaseMs }) },
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
  { weight: 3, arbitrary: setting },
  { weight: 2, arbitrary: move },
)
