import type { EpochMs } from '../../time/clock.js'
import type { AuditEntry } from '../contract.js'
import { frozen } from './frozen.js'

const MAX_ENTRIES = 10_000

export type DatedEntry = AuditEntry & { readonly at: EpochMs }

export interface AuditPage {
  readonly entries: readonly DatedEntry[]
  readonly cursor?: string
}

/** Who did what; the oldest entries go first. */
export class AuditTrail {
  #entries: DatedEntry[] = []
  /** Of the first entry that is kept, counting all there ever were. */
  #firstNumber = 0

  add(entries: readonly AuditEntry[], now: EpochMs): void {
    for (const entry of entries) this.#entries.push(frozen({ ...entry, at: entry.at ?? now }))
    const surplus = Math.max(0, this.#entries.length - MAX_ENTRIES)
    this.#entries = this.#entries.slice(surplus)
    this.#firstNumber += surplus
  }

  /** The cursor is the number of the last entry given out. */
  page({ limit, cursor }: { readonly limit: number; readonly cursor?: string }): AuditPage {
    const all = this.#entries.length
    const below = cursor === undefined ? all : Math.max(0, Number(cursor) - this.#firstNumber)
    const from = Math.max(0, below - limit)
    const entries = this.#entries.slice(from, below).reverse()
    return { entries, ...(from > 0 && { cursor: String(from + this.#firstNumber) }) }
  }
}
