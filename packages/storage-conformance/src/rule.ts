import type { Bench } from './bench.js'
import type { RuleId } from './rule-ids.js'

/** One checkable statement; a rule of the contract may need several. */
export interface Rule {
  readonly id: RuleId
  readonly statement: string
  /** Rejects when the storage breaks the rule. */
  readonly check: (bench: Bench) => Promise<void>
}

export const rule = (id: RuleId, statement: string, check: Rule['check']): Rule => ({
  id,
  statement,
  check,
})
