import { writeNews } from './event.js'
import { refreshLanes } from './lane.js'
import { saveCounts } from './limits/count-table.js'
import { writeLengths } from './queue.js'
import type { Store } from './store.js'

/** Writes what the transaction gathered. */
export function finishStep(store: Store): void {
  const { lanes, counts, lengths, news } = store.step
  if (lanes.size > 0) refreshLanes(store)
  if (counts.size > 0) saveCounts(store)
  if (lengths.size > 0) writeLengths(store)
  if (news.length > 0) writeNews(store)
}
