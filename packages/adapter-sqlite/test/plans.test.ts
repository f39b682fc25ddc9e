import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type SqliteDatabase } from '../src/index.js'
import { migrate } from '../src/schema.js'
import { SQL } from '../src/statements.js'
import { temporaryFolder } from './folder.js'

const explainable = Object.entries(SQL).filter(([, sql]) =>
  /^(SELECT|INSERT|UPDATE|DELETE)/.test(sql),
)

/** A claim, a settlement and a listing must use these, however many jobs there are. */
const INDEX_OF = {
  dueJobs: 'ns_job_waiting',
  startJobs: 'ns_job_waiting',
  waitingIn: 'ns_job_waiting',
  countWaiting: 'ns_job_waiting',
  countWaitingKind: 'ns_job_waiting',
  nextDelayed: 'ns_job_delayed',
  promoteDue: 'ns_job_delayed',
  delayedIn: 'ns_job_delayed',
  countDelayed: 'ns_job_delayed',
  countDelayedKind: 'ns_job_delayed',
  newestDone: 'ns_job_done',
  countDone: 'ns_job_done',
  sweepDedup: 'ns_dedup_expires',
  claimView: 'ns_job_delayed',
  blockedIn: 'ns_job_blocked',
  openLanes: 'ns_lane_open',
  firstParked: 'ns_lane_parked',
  readyLimits: 'ns_limit_ready',
  openingLimits: 'ns_limit_opens',
  limitsOver: 'ns_limit_period',
  dueSchedules: 'ns_schedule_due',
  isWaiting: 'ns_edge_child',
} as const satisfies Partial<Record<keyof typeof SQL, string>>

describe('the query plan', () => {
  let database: SqliteDatabase
  const folder = temporaryFolder()
  beforeAll(() => {
    database = openDatabase(join(folder.path, 'plans.db'))
    migrate(database)
  })
  afterAll(() => {
    database.close()
    folder.remove()
  })

  const planOf = (sql: string): string => {
    const values = Array(sql.split('?').length - 1).fill(null)
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all<{ detail: string }>(...values)
    return steps.map(({ detail }) => detail).join('\n')
  }

  it.each(explainable)('of %s reads no table from end to end and sorts nothing', (name, sql) => {
    const plan = planOf(sql)
    expect(plan).not.toMatch(/TEMP B-TREE/)
    // Names and sessions are few; everything else grows.
    expect(plan).not.toMatch(
      /SCAN ns_(job|body|attempt|report|log|step|label|dedup|edge|lane|reserve|occurrence|event|audit)\b/,
    )
    if (/ns_job\b/.test(sql) && !sql.startsWith('INSERT')) expect(plan).toMatch(/SEARCH ns_job/)
    expect(name).not.toBe('')
  })

  it.each(Object.entries(INDEX_OF))('of %s uses %s', (name, index) => {
    expect(planOf(SQL[name as keyof typeof INDEX_OF])).toContain(index)
  })

  it('would be noticed if it were bad', () => {
    expect(planOf('SELECT seq FROM ns_job WHERE input = ? ORDER BY due')).toMatch(/SCAN ns_job/)
    expect(planOf('SELECT seq FROM ns_job WHERE input = ? ORDER BY due')).toMatch(/TEMP B-TREE/)
  })

  it.each(Object.entries(SQL))('of %s is not made anew because of a bare LIMIT', (_, sql) => {
    expect(sql).not.toMatch(/LIMIT \?(?!\+0)/)
  })
})
