import type { EnqueueAnswer, EpochMs, JobId, NewJob, UnitReply } from '@nightshift/core'
import { addressOf, headOf } from './address.js'
import { keyHolder, takeKey } from './dedup.js'
import { createJobInserter, type JobInserter } from './job-inserter.js'
import { isLarge } from './rows.js'
import type { Store } from './store.js'

export function enqueue(
  store: Store,
  units: readonly (readonly NewJob[])[],
  now: EpochMs,
): readonly UnitReply[] {
  const inserter = createJobInserter(store, now)
  const single = singlePlainJob(units)
  if (single && inserter.addOne(single)) {
    return [{ status: 'accepted', jobs: [{ status: 'stored', id: single.id }] }]
  }
  const allNew = areNew(store, units)
  const replies = units.map((unit): UnitReply => {
    if (allNew) return { status: 'accepted', jobs: storeAll(store, inserter, unit, now) }
    const reply = storeNew(store, inserter, unit, now)
    // The next unit's ids are compared with what stands in the table.
    inserter.flush()
    return reply
  })
  inserter.flush()
  return replies
}

/** The commonest call of all; one statement serves it. */
function singlePlainJob(units: readonly (readonly NewJob[])[]): NewJob | undefined {
  const job = units.length === 1 && units[0]?.length === 1 ? units[0][0] : undefined
  return job && !job.dedup && !isLarge(job.input) ? job : undefined
}

/** Whether no id is stored yet and none comes twice; wrongly `false` at worst. */
function areNew({ sql }: Store, units: readonly (readonly NewJob[])[]): boolean {
  const heads = new Set<string>()
  let first = ''
  let last = ''
  let jobs = 0
  for (const unit of units) {
    for (const { id } of unit) {
      const head = headOf(id)
      heads.add(head)
      if (jobs === 0 || head < first) first = head
      if (head > last) last = head
      jobs += 1
    }
  }
  if (heads.size < jobs || jobs === 0) return false
  // Ids are made in the order of time, so usually nobody else's lie between them.
  const [low, high] = [addressOf(first), addressOf(last)]
  return sql.anyJobBetween.get(low.hi, low.lo, high.hi, high.lo) === undefined
}

/** Stores a unit some of whose ids may be known. */
function storeNew(
  store: Store,
  inserter: JobInserter,
  unit: readonly NewJob[],
  now: EpochMs,
): UnitReply {
  const standing = new Map<string, JobId>()
  const stored = new Set<JobId>()
  for (const { id } of unit) {
    const inTable = storedId(store, id)
    const known = standing.get(headOf(id)) ?? inTable
    if (known !== undefined && known !== id) return { status: 'id-taken', id }
    if (inTable === id) stored.add(id)
    standing.set(headOf(id), id)
  }
  const jobs = unit.map((job): EnqueueAnswer => {
    if (stored.has(job.id)) return { status: 'repeated', id: job.id }
    const answer = storeOne(store, inserter, job, now)
    if (answer.status === 'stored') stored.add(job.id)
    return answer
  })
  return { status: 'accepted', jobs }
}

function storedId({ sql }: Store, id: JobId): JobId | undefined {
  const { hi, lo } = addressOf(id)
  const row = sql.tailAt.get<{ tail: string }>(hi, lo)
  return row && headOf(id) + row.tail
}

const storeAll = (
  store: Store,
  inserter: JobInserter,
  unit: readonly NewJob[],
  now: EpochMs,
): readonly EnqueueAnswer[] => unit.map((job) => storeOne(store, inserter, job, now))

function storeOne(store: Store, inserter: JobInserter, job: NewJob, now: EpochMs): EnqueueAnswer {
  const { id, dedup } = job
  if (dedup) {
    const holder = keyHolder(store, dedup.key, now)
    if (holder !== undefined) return { status: 'duplicate', id: holder }
    takeKey(store, dedup.key, addressOf(id), now + Math.ceil(dedup.windowMs ?? 0), now)
  }
  inserter.add(job)
  return { status: 'stored', id }
}
