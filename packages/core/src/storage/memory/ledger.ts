import type { EpochMs } from '../../time/clock.js'
import type { OccurrenceFilter, OccurrenceKey, OccurrenceRecord } from '../contract.js'

type Position = Pick<OccurrenceKey, 'nominal' | 'run'>

/** The occurrences of one schedule, in the order of nominal time and run. */
export class Ledger {
  readonly #entries: OccurrenceRecord[] = []

  write(entry: OccurrenceRecord): void {
    const index = this.#firstFrom(entry)
    this.#entries.splice(index, this.#isAt(index, entry) ? 1 : 0, { ...entry })
  }

  get(key: Position): OccurrenceRecord | undefined {
    const index = this.#firstFrom(key)
    return this.#isAt(index, key) ? this.#entries[index] : undefined
  }

  list({ from, to, states, limit, order = 'newest' }: OccurrenceFilter): OccurrenceRecord[] {
    const start = from === undefined ? 0 : this.#firstFrom({ nominal: from, run: 0 })
    const end = to === undefined ? this.#entries.length : this.#firstFrom({ nominal: to, run: 0 })
    const found = this.#entries
      .slice(start, end)
      .filter(({ state }) => states === undefined || states.includes(state))
    if (order === 'newest') found.reverse()
    return found.slice(0, limit).map((entry) => ({ ...entry }))
  }

  /** Removes ended ones, oldest first; says how many. */
  purge(before: EpochMs, limit: number): number {
    const old = this.#entries.slice(0, this.#firstFrom({ nominal: before, run: 0 }))
    const ended = old.filter(({ state }) => state !== 'waiting' && state !== 'enqueued')
    const victims = new Set(ended.slice(0, limit))
    const kept = old.filter((entry) => !victims.has(entry))
    this.#entries.splice(0, old.length, ...kept)
    return victims.size
  }

  #isAt(index: number, { nominal, run }: Position): boolean {
    const entry = this.#entries[index]
    return entry?.nominal === nominal && entry.run === run
  }

  #firstFrom(key: Position): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(this.#entries[middle] as OccurrenceRecord, key)) low = middle + 1
      else high = middle
    }
    return low
  }
}

const isBefore = (a: Position, b: Position) =>
  a.nominal < b.nominal || (a.nominal === b.nominal && a.run < b.run)
