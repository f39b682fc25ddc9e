import { type AuditEntry, type EpochMs, StorageError } from '@nightshift/core'
import type { Store } from './store.js'

const MAX_ENTRIES = 10_000

interface AuditRow {
  readonly number: number
  readonly at: EpochMs
  readonly who: string
  readonly action: string
  readonly target: string
  readonly why: string | null
  readonly detail: string | null
}

/** Who did what; the oldest entries go first. */
export function audit({ sql }: Store, entries: readonly AuditEntry[], now: EpochMs): void {
  for (const { at = now, who, action, target, why = null, detail = null } of entries) {
    sql.addAudit.run(at, who, action, target, why, detail)
  }
  sql.forgetAudit.run(MAX_ENTRIES)
}

/** The cursor is the number of the last entry given out. */
export function auditLog(
  { sql }: Store,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
) {
  const rows = sql.auditBelow.all<AuditRow>(numberOf(cursor), limit + 1)
  const entries = rows.slice(0, limit)
  const last = entries.at(-1)
  return {
    entries: entries.map(entryOf),
    ...(rows.length > limit && last && { cursor: String(last.number) }),
  }
}

function numberOf(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw new StorageError(
    'INVALID_CURSOR',
    'This cursor does not come from the audit. Start again without one.',
  )
}

const entryOf = ({ number, why, detail, ...rest }: AuditRow) => ({
  ...rest,
  ...(why !== null && { why }),
  ...(detail !== null && { detail }),
})
