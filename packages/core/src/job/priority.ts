import { NightshiftError } from '../errors.js'

/** The five levels, most urgent first; their number is their place here. */
export const PRIORITIES = ['critical', 'high', 'normal', 'low', 'background'] as const

export type PriorityName = (typeof PRIORITIES)[number]
export type PriorityLevel = 0 | 1 | 2 | 3 | 4
/** A level by name or number; lower runs first. */
export type Priority = PriorityName | PriorityLevel

/**
 * How a queue orders its jobs. `aging`: a level is a head start of ten minutes, so that nothing
 * waits for ever. `strict`: a lower level runs only when nothing above it is due.
 */
export type QueueOrder = 'aging' | 'strict'

/** One level's head start under `aging`. */
export const AGING_STEP_MS = 10 * 60_000
/** Further ahead than any two due times lie apart: 317 years. */
const BEYOND_REACH_MS = 1e13

/** @throws NightshiftError `INVALID_PRIORITY` */
export function priorityLevel(priority: Priority): PriorityLevel {
  const level = typeof priority === 'number' ? priority : PRIORITIES.indexOf(priority)
  if (level in PRIORITIES) return level as PriorityLevel
  throw new NightshiftError(
    'INVALID_PRIORITY',
    `There is no priority ${JSON.stringify(priority)}. Use one of ${PRIORITIES.join(', ')}, or 0 to 4.`,
  )
}

export const priorityName = (level: number): PriorityName =>
  PRIORITIES[level as PriorityLevel] ?? 'normal'

/** A job's key is the instant it becomes due minus its head start; lower keys run first. */
export function headStart(level: PriorityLevel, order: QueueOrder): number {
  const levelsAhead = PRIORITIES.length - 1 - level
  if (order === 'strict') return levelsAhead * BEYOND_REACH_MS
  return level === 0 ? BEYOND_REACH_MS : levelsAhead * AGING_STEP_MS
}
