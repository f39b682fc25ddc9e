import { reliably } from '../../core/src/storage/reliably.js'

/** Repeats a call as core does, until the store is back; gives up after `deadlineMs`. */
export const persist = <T>(call: () => Promise<T>, deadlineMs = 20_000): Promise<T> =>
  reliably(call, { deadlineMs })
