import type { EpochMs, Hint, LimitDefinition } from '@nightshift/core'
import type { News } from './event.js'
import type { LimitCount } from './limits/limit-count.js'
import type { Statements } from './statements.js'

/** The store's one row, and whether rarer things need to be looked at. Flags are 0 or 1. */
export interface Control {
  readonly heard: EpochMs | null
  readonly observed: EpochMs
  readonly sequence: number
  readonly gone: number
  readonly releasing: number
  readonly limited: number
  readonly bounded: number
}

/** What one transaction gathers, to be written once at its end. */
export interface Step {
  now: EpochMs
  control: Control | undefined
  /** Told to everybody after the commit. */
  readonly hints: Set<Hint>
  readonly news: News[]
  /** Lanes whose heads may have changed. */
  readonly lanes: Set<number>
  /** Limits as this transaction has left them. */
  readonly counts: Map<string, LimitCount>
  readonly definitions: Map<string, LimitDefinition>
  /** How much longer each queue became. */
  readonly lengths: Map<number, number>
}

export const newStep = (): Step => ({
  now: 0,
  control: undefined,
  hints: new Set(),
  news: [],
  lanes: new Set(),
  counts: new Map(),
  definitions: new Map(),
  lengths: new Map(),
})

export function beginStep(step: Step, now: EpochMs): void {
  step.now = now
  step.control = undefined
  step.hints.clear()
  step.news.length = 0
  step.lanes.clear()
  step.counts.clear()
  step.definitions.clear()
  step.lengths.clear()
}

export function controlOf({ sql, step }: { sql: Statements; step: Step }): Control {
  step.control ??= sql.control.get<Control>() as Control
  return step.control
}
