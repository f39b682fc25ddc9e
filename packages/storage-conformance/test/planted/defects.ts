import type { Defect } from './defect.js'
import { budgetDefects } from './defects/budget.js'
import { chronicleDefects } from './defects/chronicle.js'
import { claimDefects } from './defects/claim.js'
import { commandDefects } from './defects/command.js'
import { dedupDefects } from './defects/dedup.js'
import { dependDefects } from './defects/depend.js'
import { enqueueDefects } from './defects/enqueue.js'
import { fairDefects } from './defects/fair.js'
import { limitDefects } from './defects/limit.js'
import { queueDefects } from './defects/queue.js'
import { readDefects } from './defects/read.js'
import { scheduleDefects } from './defects/schedule.js'
import { sessionDefects } from './defects/session.js'
import { settleDefects } from './defects/settle.js'
import { turnDefects } from './defects/turn.js'

export const DEFECTS: readonly Defect[] = [
  ...enqueueDefects,
  ...sessionDefects,
  ...settleDefects,
  ...claimDefects,
  ...commandDefects,
  ...readDefects,
  ...queueDefects,
  ...dependDefects,
  ...limitDefects,
  ...scheduleDefects,
  ...chronicleDefects,
  ...dedupDefects,
  ...budgetDefects,
  ...fairDefects,
  ...turnDefects,
]
