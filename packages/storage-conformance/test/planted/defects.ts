import type { Defect } from './defect.js'
import { claimDefects } from './defects/claim.js'
import { commandDefects } from './defects/command.js'
import { enqueueDefects } from './defects/enqueue.js'
import { readDefects } from './defects/read.js'
import { sessionDefects } from './defects/session.js'
import { settleDefects } from './defects/settle.js'

export const DEFECTS: readonly Defect[] = [
  ...enqueueDefects,
  ...sessionDefects,
  ...settleDefects,
  ...claimDefects,
  ...commandDefects,
  ...readDefects,
]
