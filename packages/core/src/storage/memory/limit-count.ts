import type { EpochMs } from '../../time/clock.js'
import type { LimitDefinition, LimitRecord } from '../contract.js'
import type { Lane } from './lane.js'
import { RateWindows } from './rate.js'

/** What counts against one limit key. */
export class LimitCount {
  readonly key: string
  definition: LimitDefinition
  running = 0
  spent = 0
  reserved = 0
  periodEndsAt: EpochMs | undefined
  readonly claims = new RateWindows()
  /** When time alone makes room for the lanes that wait. */
  opensAt: EpochMs | undefined
  /** Lanes whose heads found no room here. */
  readonly parked = new Set<Lane>()

  constructor(key: string, definition: LimitDefinition) {
    this.key = key
    this.definition = definition
    this.periodEndsAt = definition.budget?.periodEndsAt
  }

  define(definition: LimitDefinition): void {
    this.definition = definition
    this.periodEndsAt ??= definition.budget?.periodEndsAt
  }

  /** Room for one more to run, and to be claimed now. */
  hasRoom(now: EpochMs): boolean {
    const { concurrency, rate } = this.definition
    if (concurrency !== undefined && this.running >= concurrency) return false
    return !rate || this.claims.claimed(rate, now) < rate.limit
  }

  /** A rate opens again by itself, whatever else stopped the lane that asked. */
  noteFull(now: EpochMs): void {
    const { rate } = this.definition
    const isFull = rate && this.claims.claimed(rate, now) >= rate.limit
    if (isFull) this.opensAt = this.claims.roomAt(rate, now)
  }

  /** What nobody spent or put aside; without a budget there is no end to it. */
  get left(): number {
    const { budget } = this.definition
    return budget ? budget.amount - this.spent - this.reserved : Number.MAX_SAFE_INTEGER
  }

  isOver(now: EpochMs): boolean {
    const { periodEndsAt } = this
    return this.definition.budget !== undefined && periodEndsAt !== undefined && periodEndsAt <= now
  }

  /** When time alone may make room; what stops a lane need not be the same when it is asked. */
  roomAt(now: EpochMs): EpochMs | undefined {
    const { opensAt, definition } = this
    if (opensAt !== undefined && opensAt > now) return opensAt
    return definition.budget && this.periodEndsAt !== undefined && this.periodEndsAt > now
      ? this.periodEndsAt
      : undefined
  }

  record(now: EpochMs): LimitRecord {
    const { rate } = this.definition
    return {
      key: this.key,
      definition: this.definition,
      running: this.running,
      claimed: rate ? this.claims.claimed(rate, now) : 0,
      spent: this.spent,
      reserved: this.reserved,
      ...(this.periodEndsAt !== undefined && { periodEndsAt: this.periodEndsAt }),
      parkedLanes: this.parked.size,
    }
  }
}
