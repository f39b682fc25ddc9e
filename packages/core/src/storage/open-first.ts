import type { Storage } from './contract.js'

/**
 * The same storage, opened by whichever call comes first. A failed opening is tried again by the
 * next call.
 */
export function openFirst(storage: Storage): Storage {
  let opening: Promise<void> | undefined

  const open = () => {
    opening ??= storage.open().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const afterOpen =
    <Args extends unknown[], Reply>(verb: (...args: Args) => Promise<Reply>) =>
    async (...args: Args): Promise<Reply> => {
      await open()
      return verb.apply(storage, args)
    }

  return {
    name: storage.name,
    contractVersion: storage.contractVersion,
    capabilities: storage.capabilities,
    open,
    async close() {
      opening = undefined
      await storage.close()
    },
    enqueue: afterOpen(storage.enqueue),
    openSession: afterOpen(storage.openSession),
    closeSession: afterOpen(storage.closeSession),
    sessions: afterOpen(storage.sessions),
    turn: afterOpen(storage.turn),
    heartbeat: afterOpen(storage.heartbeat),
    command: afterOpen(storage.command),
    get: afterOpen(storage.get),
    trail: afterOpen(storage.trail),
    list: afterOpen(storage.list),
    count: afterOpen(storage.count),
    history: afterOpen(storage.history),
    defineQueue: afterOpen(storage.defineQueue),
    pauseQueue: afterOpen(storage.pauseQueue),
    queues: afterOpen(storage.queues),
    defineLimits: afterOpen(storage.defineLimits),
    limits: afterOpen(storage.limits),
    spend: afterOpen(storage.spend),
    rollBudget: afterOpen(storage.rollBudget),
    resetBudget: afterOpen(storage.resetBudget),
    purge: afterOpen(storage.purge),
    schedules: afterOpen(storage.schedules),
    dueSchedules: afterOpen(storage.dueSchedules),
    putSchedule: afterOpen(storage.putSchedule),
    deleteSchedule: afterOpen(storage.deleteSchedule),
    moveSchedule: afterOpen(storage.moveSchedule),
    occurrences: afterOpen(storage.occurrences),
    purgeOccurrences: afterOpen(storage.purgeOccurrences),
    observe: afterOpen(storage.observe),
    events: afterOpen(storage.events),
    publish: afterOpen(storage.publish),
    audit: afterOpen(storage.audit),
    auditLog: afterOpen(storage.auditLog),
    ...(storage.onHint && { onHint: storage.onHint.bind(storage) }),
    ...(storage.threadAccess && { threadAccess: storage.threadAccess }),
  }
}
