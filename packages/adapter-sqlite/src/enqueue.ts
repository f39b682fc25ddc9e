import type { EnqueueAnswer, JobId, NewJob, UnitReply } from '@nightshift/core'
import { addressOf, headOf } from './address.js'
import { isObserved, tellOf } from './event.js'
import { isBare } from './extra.js'
import { createJobInserter, dueTimeOf, type JobInserter, placeOf } from './job-inserter.js'
import { noteJoined } from './queue.js'
import { reasonToRefuse } from './refusal.js'
import { DELAYED, isLarge, WAITING } from './rows.js'
import { controlOf } from './step.js'
import type { Store } from './store.js'
import { storeUnit } from './store-unit.js'

export function enqueue(store: Store, units: readonly (readonly NewJob[])[]): readonly UnitReply[] {
  const inserter = createJobInserter(store)
  const single = singlePlainJob(units)
  if (single && inserter.addPlain(single)) {
    store.step.hints.add('work')
    return [{ status: 'accepted', jobs: [{ status: 'stored', id: single.id }] }]
  }
  const allNew = areNew(store, units)
  const replies = units.map((unit): UnitReply => {
    const isSimple = allNew && !controlOf(store).bounded && unit.every(isPlain)
    if (isSimple) return { status: 'accepted', jobs: addAll(store, inserter, unit) }
    // What follows compares with what stands in the table.
    inserter.flush()
    const refusal = reasonToRefuse(store, unit)
    if (refusal) return refusal
    const jobs = storeUnit(store, inserter, unit)
    inserter.flush()
    return { status: 'accepted', jobs }
  })
  inserter.flush()
  return replies
}

const isPlain = ({ dedup, dependsOn }: NewJob): boolean => !dedup && !dependsOn

/** The commonest call of all; one statement serves it. */
function singlePlainJob(units: readonly (readonly NewJob[])[]): NewJob | undefined {
  const job = units.length === 1 && units[0]?.length === 1 ? units[0][0] : undefined
  return job && isBare(job) && !isLarge(job.input) ? job : undefined
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

function addAll(
  store: Store,
  inserter: JobInserter,
  unit: readonly NewJob[],
): readonly EnqueueAnswer[] {
  const observed = isObserved(store)
  store.step.hints.add('work')
  return unit.map((job) => {
    inserter.add(job)
    if (observed || !isBare(job)) noteStored(store, job)
    return { status: 'stored', id: job.id }
  })
}

/** For jobs that wait for nobody. */
export function noteStored(store: Store, job: NewJob): void {
  const { now } = store.step
  noteJoined(store, placeOf(store, job), dueTimeOf(job, now) <= now ? WAITING : DELAYED)
  tellStored(store, job)
}

export function tellStored(store: Store, job: NewJob): void {
  if (!isObserved(store)) return
  const kind = store.names.kindOf(job.queue, job.name).id
  tellOf(store, 'enqueued', { id: job.id, kind }, job.tenant)
}

export function storedId({ sql }: Store, id: JobId): JobId | undefined {
  const { hi, lo } = addressOf(id)
  const row = sql.tailAt.get<{ tail: string }>(hi, lo)
  return row && headOf(id) + row.tail
}
