import type { EpochMs } from '../../time/clock.js'
import type { ScheduleRecord } from '../contract.js'
import { Heap, type Place } from './heap.js'
import { Ledger } from './ledger.js'
import type { Writable } from './stored-job.js'

export interface StoredSchedule {
  readonly record: Writable<ScheduleRecord>
  readonly ledger: Ledger
  place?: SchedulePlace | undefined
}

interface SchedulePlace extends Place {
  readonly schedule: StoredSchedule
}

/** Schedules by id, and those with a due time in its order. */
export class ScheduleTable {
  readonly #schedules = new Map<string, StoredSchedule>()
  readonly #byDueTime = new Heap<SchedulePlace>()

  get(id: string): StoredSchedule | undefined {
    return this.#schedules.get(id)
  }

  all(): readonly StoredSchedule[] {
    return [...this.#schedules.values()]
  }

  /** What is kept of occurrences stays when the rule is written anew. */
  put(record: ScheduleRecord): void {
    const known = this.#schedules.get(record.id)
    if (known) this.setDue(known, undefined)
    const schedule = { record: { ...record }, ledger: known?.ledger ?? new Ledger() }
    this.#schedules.set(record.id, schedule)
    this.setDue(schedule, record.dueAt)
  }

  delete(schedule: StoredSchedule): void {
    this.setDue(schedule, undefined)
    this.#schedules.delete(schedule.record.id)
  }

  setDue(schedule: StoredSchedule, at: EpochMs | undefined): void {
    if (schedule.place) this.#byDueTime.remove(schedule.place)
    schedule.place = undefined
    delete schedule.record.dueAt
    if (at === undefined) return
    schedule.record.dueAt = at
    schedule.place = { at, id: schedule.record.id, schedule, index: 0 }
    this.#byDueTime.push(schedule.place)
  }

  /** Those due by then, longest first, and when the next one after them is. */
  dueBy(now: EpochMs, limit: number) {
    const places: SchedulePlace[] = []
    for (let next = this.#byDueTime.peek(); next; next = this.#byDueTime.peek()) {
      if (next.at > now || places.length === limit) break
      this.#byDueTime.remove(next)
      places.push(next)
    }
    const nextAt = this.#byDueTime.peek()?.at
    for (const place of places) this.#byDueTime.push(place)
    return { schedules: places.map(({ schedule }) => schedule), nextAt }
  }
}
