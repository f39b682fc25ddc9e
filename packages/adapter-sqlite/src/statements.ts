import type { SqliteDatabase, SqliteStatement } from './database.js'
import { CHRONICLE } from './statements/chronicle.js'
import { JOBS } from './statements/jobs.js'
import { LANES_SQL } from './statements/lanes.js'
import { NAMES } from './statements/names.js'
import { QUEUES } from './statements/queues.js'
import { RELATIONS } from './statements/relations.js'
import { SCHEDULES } from './statements/schedules.js'
import { SESSIONS } from './statements/sessions.js'
import { TRAILS } from './statements/trails.js'
import { TRANSACTIONS } from './statements/transactions.js'

export { ROWS_AT_ONCE } from './statements/jobs.js'

/**
 * Every statement the storage runs. A bound `LIMIT` is written `?+0`, because a bare `?` there
 * makes SQLite prepare the statement anew at every execution.
 */
export const SQL = {
  ...TRANSACTIONS,
  ...NAMES,
  ...QUEUES,
  ...JOBS,
  ...TRAILS,
  ...RELATIONS,
  ...SESSIONS,
  ...LANES_SQL,
  ...SCHEDULES,
  ...CHRONICLE,
} as const

export type Statements = { readonly [Name in keyof typeof SQL]: SqliteStatement }

/** Prepares all of them; the schema must stand. */
export function prepareStatements(database: SqliteDatabase): Statements {
  const prepared = Object.entries(SQL).map(([name, text]) => [name, database.prepare(text)])
  return Object.fromEntries(prepared) as Statements
}
