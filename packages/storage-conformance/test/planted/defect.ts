import type { RuleId } from '../../src/index.js'

/** A passage of core's memory storage, what to put in its place, and the rule that must notice. */
export interface Defect {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly breaks: RuleId
}

export const defect = (
  breaks: RuleId,
  name: string,
  file: string,
  from: string,
  to: string,
): Defect => ({
  breaks,
  name,
  file,
  from,
  to,
})
