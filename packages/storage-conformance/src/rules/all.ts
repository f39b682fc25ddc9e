import type { Rule } from '../rule.js'
import { budgetRules } from './budget.js'
import { cancelRules } from './cancel.js'
import { chronicleRules } from './chronicle.js'
import { claimRules } from './claim.js'
import { commandRules } from './command.js'
import { crowdRules } from './crowd.js'
import { dedupRules } from './dedup.js'
import { dependRules } from './depend.js'
import { enqueueRules } from './enqueue.js'
import { fairRules } from './fair.js'
import { fenceRules } from './fence.js'
import { limitRules } from './limit.js'
import { occurrenceRules } from './occurrence.js'
import { openingRules } from './opening.js'
import { purgeRules } from './purge.js'
import { queueRules } from './queue.js'
import { races } from './races.js'
import { readRules } from './read.js'
import { recoverRules } from './recover.js'
import { reportRules } from './report.js'
import { reviveRules } from './revive.js'
import { scheduleRules } from './schedule.js'
import { sessionRules } from './session.js'
import { settleRules } from './settle.js'
import { turnRules } from './turn.js'
import { wakeRules } from './wake.js'

export const RULES: readonly Rule[] = [
  ...openingRules,
  ...enqueueRules,
  ...dedupRules,
  ...dependRules,
  ...queueRules,
  ...sessionRules,
  ...turnRules,
  ...settleRules,
  ...fenceRules,
  ...reportRules,
  ...claimRules,
  ...fairRules,
  ...limitRules,
  ...wakeRules,
  ...budgetRules,
  ...recoverRules,
  ...cancelRules,
  ...commandRules,
  ...reviveRules,
  ...readRules,
  ...purgeRules,
  ...scheduleRules,
  ...occurrenceRules,
  ...chronicleRules,
  ...races,
  ...crowdRules,
]
