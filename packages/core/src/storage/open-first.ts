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
    open,
    async close() {
      opening = undefined
      await storage.close()
    },
    enqueue: afterOpen(storage.enqueue),
    openSession: afterOpen(storage.openSession),
    closeSession: afterOpen(storage.closeSession),
    turn: afterOpen(storage.turn),
    heartbeat: afterOpen(storage.heartbeat),
    command: afterOpen(storage.command),
    get: afterOpen(storage.get),
    history: afterOpen(storage.history),
    list: afterOpen(storage.list),
    count: afterOpen(storage.count),
  }
}
