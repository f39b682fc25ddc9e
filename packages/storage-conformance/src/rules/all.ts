import type { Rule } from '../rule.js'
import { cancelRules } from './cancel.js'
import { claimRules } from './claim.js'
import { commandRules } from './command.js'
import { dedupRules } from './dedup.js'
import { dependRules } from './depend.js'
import { enqueueRules } from './enqueue.js'
import { fenceRules } from './fence.js'
import { openingRules } from './opening.js'
import { queueRules } from './queue.js'
import { races } from './races.js'
import { readRules } from './read.js'
import { recoverRules } from './recover.js'
import { reportRules } from './report.js'
import { reviveRules } from './revive.js'
import { sessionRules } from './session.js'
import { settleRules } from './settle.js'

export const RULES: readonly Rule[] = [
  ...openingRules,
  ...enqueueRules,
  ...dedupRules,
  ...dependRules,
  ...queueRules,
  ...sessionRules,
  ...settleRules,
  ...fenceRules,
  ...reportRules,
  ...claimRules,
  ...recoverRules,
  ...cancelRules,
  ...commandRules,
  ...reviveRules,
  ...readRules,
  ...races,
]
