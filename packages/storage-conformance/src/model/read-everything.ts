import assert from 'node:assert/strict'
import type { JobFilter, JobId, JobRecord, Storage } from '@nightshift/core'

const FILTERS: readonly JobFilter[] = [
  { queue: 'a', name: 'mail', states: ['queued', 'failed'] },
  { tag: 'blue', states: ['blocked', 'queued', 'running'] },
  { tenant: 'acme', group: 'g' },
  { batch: 'batch', text: 'MAIL' },
]

/** All that can be read, in a form that is equal exactly when the stores are. */
export async function readEverything(storage: Storage, ids: readonly JobId[]): Promise<unknown> {
  const trails = []
  for (const id of ids) trails.push((await storage.trail(id)) ?? null)
  const filtered = []
  for (const filter of FILTERS) filtered.push(await listAll(storage, filter))
  return {
    listed: await listAll(storage, {}),
    filtered,
    got: await storage.get([...ids].reverse()),
    trails,
    counts: await counts(storage, {}),
    someCounts: await counts(storage, { states: ['queued', 'failed'], name: 'mail' }),
    queues: await storage.queues(),
    ...(await settings(storage)),
    history: (await storage.history({ fromDay: '2026-01-01', toDay: '2027-01-01' }))
      .map((row) => JSON.stringify(Object.entries(row).sort()))
      .sort(),
    occurrences: await storage.occurrences({ schedule: 's', limit: 1_000 }),
  }
}

/** Without what storages may choose: revisions, idle counts, parked lanes, when a turn was seen. */
async function settings(storage: Storage) {
  const [sessions, limits, schedules] = [
    await storage.sessions(),
    await storage.limits(),
    await storage.schedules(),
  ]
  return {
    sessions: sessions.map(({ lastSeenAt: _, ...session }) => session),
    limits: limits
      .map(({ parkedLanes: _, definition, ...limit }) => ({ ...limit, name: definition.name }))
      .filter(({ running, claimed, spent, reserved }) => running + claimed + spent + reserved > 0),
    schedules: schedules.map(({ revision: _, ...schedule }) => schedule),
  }
}

const counts = async (storage: Storage, filter: JobFilter) =>
  (await storage.count(filter)).counts
    .filter(({ count }) => count > 0)
    .map(({ queue, state, count }) => `${count} ${state} in ${queue}`)
    .sort()

async function listAll(storage: Storage, filter: JobFilter): Promise<readonly JobRecord[]> {
  const jobs: JobRecord[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page = await storage.list({
      ...filter,
      limit: 7,
      ...(cursor !== undefined && { cursor }),
    })
    jobs.push(...page.jobs)
    if (page.cursor === undefined) return jobs
    cursor = page.cursor
  }
  return assert.fail('the cursor never came to an end')
}
