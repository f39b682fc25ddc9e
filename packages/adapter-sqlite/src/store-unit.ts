import type { Dependency, EnqueueAnswer, JobId, NewJob } from '@nightshift/core'
import { addressOf } from './address.js'
import { keyHolder, takeKey } from './dedup.js'
import { cancelFor, causeToCancel, dependOn, mustWait } from './dependency.js'
import { noteStored, storedId, tellStored } from './enqueue.js'
import { tell } from './event.js'
import { dueTimeOf, type JobInserter, placeOf } from './job-inserter.js'
import { noteJoined, noteLeft } from './queue.js'
import { BLOCKED, DELAYED, INPUT_APART, isLarge, isQueued, type JobRow, WAITING } from './rows.js'
import type { Store } from './store.js'

/** Stores a unit that nothing speaks against. */
export function storeUnit(
  store: Store,
  inserter: JobInserter,
  unit: readonly NewJob[],
): readonly EnqueueAnswer[] {
  /** Who stands for a job that was not stored. */
  const standIns = new Map<JobId, JobId>()
  return unit.map((job) => {
    const answer = answerTo(store, inserter, job)
    if (answer.status === 'stored') add(store, inserter, job, standIns)
    standIns.set(job.id, answer.id)
    return answer
  })
}

function answerTo(store: Store, inserter: JobInserter, job: NewJob): EnqueueAnswer {
  const { id, dedup } = job
  inserter.flush()
  if (storedId(store, id) === id) return { status: 'repeated', id }
  const holder = dedup && keyHolder(store, dedup.key, store.step.now)
  if (holder === undefined) return { status: 'stored', id }
  const replaced = dedup?.mode === 'debounce' && replace(store, holder, job)
  return { status: replaced ? 'replaced' : 'duplicate', id: holder }
}

/** A holder that is still queued takes over what the new job would do, and when. */
function replace(store: Store, holder: JobId, job: NewJob): boolean {
  const { sql, step } = store
  const { hi, lo } = addressOf(holder)
  const row = sql.jobAt.get<JobRow>(hi, lo)
  if (!row || !isQueued(row.state)) return false
  const due = dueTimeOf(job, step.now)
  const state = due <= step.now ? WAITING : DELAYED
  const apart = isLarge(job.input)
  if (apart) sql.putBodyInput.run(hi, lo, job.input)
  const flags = (row.flags & ~INPUT_APART) | (apart ? INPUT_APART : 0)
  const input = apart ? null : job.input
  noteLeft(store, row)
  sql.replaceJob.run(
    state,
    due,
    due - (row.due - row.key),
    input,
    job.options ?? null,
    flags,
    hi,
    lo,
  )
  noteJoined(store, row, state)
  tell(store, 'replaced', row)
  return true
}

function add(
  store: Store,
  inserter: JobInserter,
  job: NewJob,
  standIns: ReadonlyMap<JobId, JobId>,
): void {
  const { id, dedup } = job
  if (dedup) takeKey(store, dedup, addressOf(id), store.step.now)
  if (!job.dependsOn) {
    inserter.add(job)
    noteStored(store, job)
    return
  }
  const dependsOn = job.dependsOn.map((dependency) => ({
    ...dependency,
    id: standIns.get(dependency.id) ?? dependency.id,
  }))
  inserter.addBlocked(job, dependsOn)
  settleIn(store, job, dependsOn)
}

/** A job with dependencies begins blocked, and may be free or cancelled at once. */
function settleIn(store: Store, job: NewJob, dependsOn: readonly Dependency[]): void {
  const { sql, step } = store
  const { hi, lo } = addressOf(job.id)
  dependOn(store, job.id, dependsOn)
  noteJoined(store, placeOf(store, job), BLOCKED)
  tellStored(store, job)
  const row = sql.jobAt.get<JobRow>(hi, lo) as JobRow
  const cause = causeToCancel(store, dependsOn)
  if (cause !== undefined) {
    cancelFor(store, row, cause)
    return
  }
  if (mustWait(store, row)) return
  const state = row.due <= step.now ? WAITING : DELAYED
  noteLeft(store, row)
  sql.moveJob.run(state, row.priority, row.due, row.key, hi, lo)
  noteJoined(store, row, state)
}
