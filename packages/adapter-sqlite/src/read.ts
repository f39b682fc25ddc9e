import {
  type AttemptRecord,
  type JobId,
  type JobRecord,
  type JobTrail,
  type LogLine,
  MAX_LOG_LINES,
} from '@nightshift/core'
import { addressOf, idAt } from './address.js'
import {
  type AttemptRow,
  HAS_DEPENDENTS,
  type JobRow,
  type LogRow,
  outcomeOf,
  recordOf,
  stepsOf,
} from './rows.js'
import type { Store } from './store.js'

const MAX_DEPENDENTS = 1_000

export const get = (store: Store, ids: readonly JobId[]): readonly JobRecord[] =>
  ids.flatMap((id) => {
    const row = rowOf(store, id)
    return row ? [recordOf(store, row)] : []
  })

export function trail(store: Store, id: JobId): JobTrail | undefined {
  const row = rowOf(store, id)
  if (!row) return undefined
  const { hi, lo } = row
  const earlier = store.sql.attempts.all<AttemptRow>(hi, lo)
  const lines = store.sql.report.get<{ lines: number }>(hi, lo)?.lines ?? 0
  return {
    attempts: [...earlier, ...lastAttempt(row)].map((attempt) => attemptOf(store, attempt)),
    logs: store.sql.logs.all<LogRow>(hi, lo).map(lineOf),
    logsDropped: Math.max(lines - MAX_LOG_LINES, 0),
    steps: stepsOf(store, row) ?? {},
    dependents: dependentsOf(store, row),
  }
}

function dependentsOf({ sql }: Store, { hi, lo, flags }: JobRow): readonly JobId[] {
  if (!(flags & HAS_DEPENDENTS)) return []
  const children = sql.firstChildren.all<JobRow>(hi, lo, MAX_DEPENDENTS)
  return children.flatMap((child) => {
    const row = sql.jobAt.get<JobRow>(child.hi, child.lo)
    return row ? [idAt(row)] : []
  })
}

export function rowOf({ sql }: Store, id: JobId): JobRow | undefined {
  const { hi, lo } = addressOf(id)
  const row = sql.jobAt.get<JobRow>(hi, lo)
  return row && idAt(row) === id ? row : undefined
}

/** A final job's last execution stands in its own row, if it was one that ended it. */
function lastAttempt(row: JobRow): readonly AttemptRow[] {
  const { outcome, worker, started, ended } = row
  if (outcome === null || worker === null || started === null || ended === null) return []
  const { executions, failure } = row
  return [{ execution: executions, outcome, worker, started, ended, failure }]
}

const attemptOf = (store: Store, row: AttemptRow): AttemptRecord => ({
  execution: row.execution,
  outcome: outcomeOf(row.outcome),
  worker: store.names.workerById(row.worker),
  startedAt: row.started,
  endedAt: row.ended,
  ...(row.failure !== null && { failure: row.failure }),
})

const lineOf = ({ at, level, message, data }: LogRow): LogLine => ({
  at,
  level,
  message,
  ...(data !== null && { data }),
})
