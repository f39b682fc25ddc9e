import type { Rule } from '../rule.js'
import { cancelRules } from './cancel.js'
import { claimRules } from './claim.js'
import { commandRules } from './command.js'
import { dedupRules } from './dedup.js'
import { enqueueRules } from './enqueue.js'
import { fenceRules } from './fence.js'
import { openingRules } from './opening.js'
import { races } from './races.js'
import { readRules } from './read.js'
import { recoverRules } from './recover.js'
import { reportRules } from './report.js'
import { sessionRules } from './session.js'
import { settleRules } from './settle.js'

export const RULES: readonly Rule[] = [
  ...openingRules,
  ...enqueueRules,
  ...dedupRules,
  ...sessionRules,
  ...settleRules,
  ...fenceRules,
  ...reportRules,
  ...claimRules,
  ...recoverRules,
  ...cancelRules,
  ...commandRules,
  ...readRules,
  ...races,
]
