import type { JobId, NewJob, UnitReply } from '@nightshift/core'
import { headOf } from './address.js'
import { keyHolder } from './dedup.js'
import { storedId } from './enqueue.js'
import { roomIn } from './queue.js'
import type { Store } from './store.js'

export type Refusal = Exclude<UnitReply, { readonly status: 'accepted' }>

/** Whether the unit can be stored is known before anything of it is. */
export function reasonToRefuse(store: Store, unit: readonly NewJob[]): Refusal | undefined {
  const { now } = store.step
  const standing = new Map<string, JobId>()
  const keys = new Map<string, NewJob>()
  const newcomers = new Map<string, number>()
  const earlier = new Set<JobId>()
  for (const job of unit) {
    const stored = storedId(store, job.id)
    const known = standing.get(headOf(job.id)) ?? stored
    if (known !== undefined && known !== job.id) return { status: 'id-taken', id: job.id }
    if (stored === undefined && isNew(job)) {
      const missing = job.dependsOn?.find(
        ({ id }) => !earlier.has(id) && storedId(store, id) !== id,
      )
      if (missing) return { status: 'unknown-dependency', id: job.id, dependency: missing.id }
      newcomers.set(job.queue, (newcomers.get(job.queue) ?? 0) + 1)
      if (job.dedup) keys.set(job.dedup.key, job)
    }
    standing.set(headOf(job.id), job.id)
    earlier.add(job.id)
  }
  return fullQueue(store, newcomers)

  function isNew({ id, dedup }: NewJob): boolean {
    if (earlier.has(id)) return false
    const inUnit = dedup && keys.get(dedup.key)?.dedup
    if (inUnit && holdsWhenNew(inUnit)) return false
    return !dedup || keyHolder(store, dedup.key, now) === undefined
  }
}

const holdsWhenNew = ({ mode, windowMs = 0 }: NonNullable<NewJob['dedup']>): boolean =>
  mode !== 'throttle' || windowMs > 0

function fullQueue(store: Store, newcomers: ReadonlyMap<string, number>): Refusal | undefined {
  for (const [queue, count] of newcomers) {
    const id = store.names.queueId(queue)
    const room = id === undefined ? undefined : roomIn(store, id)
    if (room && room.free < count) {
      return { status: 'queue-full', queue, maxLength: room.maxLength }
    }
  }
  return undefined
}
