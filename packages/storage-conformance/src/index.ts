export {
  type CheckId,
  describeStorage,
  type RuleResult,
  type Runner,
  type RunOptions,
  runRules,
  type StorageUnderTest,
} from './describe-storage.js'
export type { ModelOptions } from './model/compare.js'
export { RULE_IDS, type RuleId } from './rule-ids.js'
export type { CreateSubject, Subject } from './subject.js'
