import type { Defect } from './defect.js'
import { chronicleDefects } from './defects/chronicle.js'
import { claimDefects } from './defects/claim.js'
import { commandDefects } from './defects/command.js'
import { dependDefects } from './defects/depend.js'
import { enqueueDefects } from './defects/enqueue.js'
import { limitDefects } from './defects/limit.js'
import { readDefects } from './defects/read.js'
import { scheduleDefects } from './defects/schedule.js'
import { sessionDefects } from './defects/session.js'
import { settleDefects } from './defects/settle.js'

export const DEFECTS: readonly Defect[] = [
  ...enqueueDefects,
  ...sessionDefects,
  ...settleDefects,
  ...claimDefects,
  ...commandDefects,
  ...readDefects,
  ...dependDefects,
  ...limitDefects,
  ...scheduleDefects,
  ...chronicleDefects,
]
