import type { EpochMs } from '../../time/clock.js'
import { EVENT_WINDOW_MS, type EventPage, type StoredEvent } from '../contract.js'

type News = Omit<StoredEvent, 'sequence' | 'at'>

/** What happened lately, written while somebody listens. */
export class EventLog {
  readonly #events: StoredEvent[] = []
  #sequence = 0
  /** The last number that cannot be read any more. */
  #gone = 0
  #observedUntil = Number.NEGATIVE_INFINITY

  /**
   * After a time when nobody listened, a number is passed over: who listened before it cannot know
   * what was missed.
   */
  observe(now: EpochMs): void {
    if (now >= this.#observedUntil && this.#observedUntil > 0) {
      this.#sequence += 1
      this.#gone = this.#sequence
      this.#events.length = 0
    }
    this.#observedUntil = now + EVENT_WINDOW_MS
  }

  write(now: EpochMs, news: News): boolean {
    if (now >= this.#observedUntil) return false
    this.#sequence += 1
    this.#events.push({ sequence: this.#sequence, at: now, ...news })
    return true
  }

  read(after: number | undefined, limit: number, now: EpochMs): EventPage {
    this.#forget(now)
    const from = after ?? this.#gone
    const sequence = this.#sequence
    if (from < this.#gone || from > sequence) return { events: [], sequence, reset: true }
    const start = from - this.#gone
    const events = this.#events.slice(start, start + limit)
    return { events: events.map((event) => ({ ...event })), sequence, reset: false }
  }

  #forget(now: EpochMs): void {
    const fresh = this.#events.findIndex(({ at }) => at > now - EVENT_WINDOW_MS)
    const stale = fresh === -1 ? this.#events.length : fresh
    this.#events.splice(0, stale)
    this.#gone += stale
  }
}
