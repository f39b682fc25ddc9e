import { type LogLine, MAX_LOG_LINES, type Report } from '@nightshift/core'
import { type Address, addressOf } from './address.js'
import { tell } from './event.js'
import type { Holder } from './holder.js'
import { HAS_STEPS, type JobRow } from './rows.js'
import type { Store } from './store.js'

/** Writes down what a running job said, if it is still the session's to speak for it. */
export function report(store: Store, { session }: Holder, message: Report): void {
  const { id, token, progress, steps } = message
  const { hi, lo, tail } = addressOf(id)
  const row = store.sql.heldJob.get<JobRow>(hi, lo, tail, session, token)
  if (!row) return
  note(store, row, message)
  if (steps) keepSteps(store, row, steps)
  if (progress !== undefined) tell(store, 'progress', row, progress)
}

/** Keeps the progress and the lines that still have room. */
export function note(
  { sql }: Store,
  { hi, lo }: Pick<Address, 'hi' | 'lo'>,
  { progress, logs = [] }: Pick<Report, 'progress' | 'logs'>,
): void {
  if (progress === undefined && logs.length === 0) return
  const row = sql.putReport.get<{ lines: number }>(hi, lo, progress ?? null, logs.length)
  const before = (row?.lines ?? 0) - logs.length
  const room = Math.max(MAX_LOG_LINES - before, 0)
  logs.slice(0, room).forEach(({ at, level, message, data }: LogLine, index) => {
    sql.addLog.run(hi, lo, before + index + 1, at, level, message, data ?? null)
  })
}

function keepSteps(
  { sql }: Store,
  { hi, lo, flags }: JobRow,
  steps: Readonly<Record<string, string>>,
): void {
  const results = Object.entries(steps)
  for (const [name, result] of results) sql.putStep.run(hi, lo, name, result)
  if (results.length > 0 && !(flags & HAS_STEPS)) sql.addFlags.run(HAS_STEPS, hi, lo)
}
