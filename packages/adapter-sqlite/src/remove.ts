import type { Address } from './address.js'
import { extraOf, labelsOf } from './extra.js'
import { HAS_STEPS, INPUT_APART, type JobRow, RESERVES, RESULT_APART } from './rows.js'
import type { Store } from './store.js'

/** Removes a job that neither runs nor waits, with all that is kept of it. */
export function remove({ sql }: Store, row: JobRow): void {
  const { hi, lo, dedup, flags, token } = row
  if (dedup !== null) sql.removeDedup.run(dedup, hi, lo)
  if (flags & (INPUT_APART | RESULT_APART)) sql.deleteBody.run(hi, lo)
  if (flags & HAS_STEPS) sql.deleteSteps.run(hi, lo)
  if (flags & RESERVES) sql.deleteReserve.run(hi, lo)
  if (token > 0) removeTraces({ sql }, row)
  const extra = extraOf(row)
  for (const label of labelsOf(extra)) sql.deleteLabel.run(label, hi, lo)
  if (extra.dependsOn) sql.deleteEdges.run(hi, lo)
  sql.deleteJob.run(hi, lo)
}

/** What only a worker leaves. */
function removeTraces({ sql }: Pick<Store, 'sql'>, { hi, lo }: Address): void {
  for (const part of [sql.deleteAttempts, sql.deleteReport, sql.deleteLogs]) part.run(hi, lo)
}
