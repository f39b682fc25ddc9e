import { type Dependency, type JobId, MAX_STEP_JOBS } from '@nightshift/core'
import { type Address, addressOf, idAt } from './address.js'
import { retakeKey } from './dedup.js'
import { endWaiting, reopen } from './ending.js'
import { tell } from './event.js'
import { extraOf } from './extra.js'
import { noteJoined, noteLeft } from './queue.js'
import {
  BLOCKED,
  DELAYED,
  finalCode,
  HAS_DEPENDENTS,
  isFinal,
  type JobRow,
  WAITING,
} from './rows.js'
import type { Store } from './store.js'

type Halves = Pick<Address, 'hi' | 'lo'>

/** Both stand in the table by now. */
export function dependOn(store: Store, id: JobId, dependsOn: readonly Dependency[]): void {
  const child = addressOf(id)
  for (const dependency of dependsOn) {
    const parent = addressOf(dependency.id)
    store.sql.addEdge.run(parent.hi, parent.lo, child.hi, child.lo)
    store.sql.addFlags.run(HAS_DEPENDENTS, parent.hi, parent.lo)
  }
}

/**
 * Notes which dependencies have yet to end, and says whether there are any. What is not stored any
 * more has ended.
 */
export function mustWait({ sql }: Store, { hi, lo, extra }: JobRow): boolean {
  if (extra === null) return false
  sql.awaitParents.run(hi, lo)
  return sql.isWaiting.get(hi, lo) !== undefined
}

/** The first dependency whose end cancels the job. */
export const causeToCancel = (store: Store, dependsOn: readonly Dependency[]): JobId | undefined =>
  dependsOn.find((dependency) => cancels(store, dependency))?.id

function cancels({ sql }: Store, { id, onFailure }: Dependency): boolean {
  if (onFailure !== 'cancel') return false
  const { hi, lo, tail } = addressOf(id)
  const row = sql.stateAt.get<{ state: number; tail: string }>(hi, lo)
  return row !== undefined && row.tail === tail && row.state > finalCode('completed')
}

export const hasLiveDependents = ({ sql }: Store, { hi, lo, flags }: JobRow): boolean =>
  (flags & HAS_DEPENDENTS) !== 0 && sql.liveChild.get(hi, lo) !== undefined

interface Release extends Halves {
  readonly id: number
  readonly fresh: number
  readonly doneHi: number
  readonly doneLo: number
}

/** Lets dependents follow what became of their jobs, so many in one step. */
export function followUp(store: Store): void {
  const { sql } = store
  let left = MAX_STEP_JOBS
  for (let release = next(store); release; release = next(store)) {
    const children = childrenOf(store, release, left + 1)
    const parent = sql.jobAt.get<JobRow>(release.hi, release.lo)
    for (const child of parent ? children.slice(0, left) : []) {
      const row = sql.jobAt.get<JobRow>(child.hi, child.lo)
      if (parent && row) follow(store, row, parent)
    }
    if (parent && children.length > left) {
      const last = children[left - 1]
      if (last) sql.releaseTo.run(last.hi, last.lo, release.id)
      return
    }
    left -= parent ? children.length : 0
    sql.released.run(release.id)
  }
}

const next = ({ sql }: Store): Release | undefined => sql.nextRelease.get<Release>()

const childrenOf = ({ sql }: Store, release: Release, limit: number): readonly Halves[] =>
  release.fresh
    ? sql.firstChildren.all<Halves>(release.hi, release.lo, limit)
    : sql.childrenAfter.all<Halves>(release.hi, release.lo, release.doneHi, release.doneLo, limit)

/** What has happened to the parent may be undone by now: only its present state counts. */
function follow(store: Store, job: JobRow, parent: JobRow): void {
  const parentId = idAt(parent)
  const dependency = extraOf(job).dependsOn?.find(({ id }) => id === parentId)
  if (!dependency) return
  if (job.state === BLOCKED) {
    if (cancels(store, dependency)) cancelFor(store, job, parentId)
    else if (!isFinal(parent.state)) setWaiting(store, parent, job, 1)
    else if (setWaiting(store, parent, job, 0) && !isWaiting(store, job)) release(store, job)
  } else if (job.cancelled_by === parentId && !isFinal(parent.state)) {
    revive(store, job)
  }
}

const isWaiting = ({ sql }: Store, { hi, lo }: JobRow): boolean =>
  sql.isWaiting.get(hi, lo) !== undefined

/** Whether that changed anything. */
const setWaiting = ({ sql }: Store, parent: JobRow, { hi, lo }: JobRow, waiting: 0 | 1): boolean =>
  sql.setWaiting.run(waiting, parent.hi, parent.lo, hi, lo, waiting).changes > 0

function release(store: Store, job: JobRow): void {
  const { sql, step } = store
  const due = Math.max(job.due, step.now)
  const state = due <= step.now ? WAITING : DELAYED
  noteLeft(store, job)
  sql.moveJob.run(state, job.priority, due, due - (job.due - job.key), job.hi, job.lo)
  noteJoined(store, job, state)
  tell(store, 'released', job)
}

export const cancelFor = (store: Store, job: JobRow, cause: JobId): void =>
  endWaiting(store, job, { cancelledBy: cause })

/** Blocked again, unless another dependency cancels it too, or another job took its key. */
function revive(store: Store, job: JobRow): void {
  const otherCause = causeToCancel(store, extraOf(job).dependsOn ?? [])
  if (otherCause !== undefined) {
    store.sql.blame.run(otherCause, job.hi, job.lo)
    return
  }
  if (retakeKey(store, job) !== undefined) return
  mustWait(store, job)
  reopen(store, job, BLOCKED, { due: job.due, key: job.key })
}
