import { memoryStorage } from '@nightshift/core'
import fc from 'fast-check'
import type { CreateSubject } from '../subject.js'
import { virtualClock } from '../virtual-clock.js'
import { type Step, step } from './step.js'
import { Twins } from './twins.js'

export interface ModelOptions {
  /** Where the random steps come from; the same seed gives the same runs. Default 1. */
  readonly seed?: number
  /** Sequences of steps, each on a fresh storage. Default 100. */
  readonly runs?: number
  /** No new sequence begins after this many milliseconds. Default 2,500. */
  readonly timeLimitMs?: number
}

/**
 * Runs random sequences of steps on the storage and on the memory storage, which must agree after
 * every step. On a difference it rejects with the shortest sequence found, and its seed.
 */
export async function compareWithMemory(
  create: CreateSubject,
  { seed = 1, runs = 100, timeLimitMs = 2_500 }: ModelOptions = {},
): Promise<void> {
  const sequence = fc.array(step, { minLength: 10, maxLength: 50, size: 'max' })
  const agrees = fc.asyncProperty(sequence, (steps) => runSequence(create, steps))
  await fc.assert(agrees, { seed, numRuns: runs, interruptAfterTimeLimit: timeLimitMs })
}

async function runSequence(create: CreateSubject, steps: readonly Step[]): Promise<void> {
  const clock = virtualClock()
  const { storage, dispose } = await create(clock)
  try {
    await storage.open()
    const twins = new Twins(memoryStorage({ clock }), storage, clock)
    await twins.prepare()
    for (const one of steps) await twins.take(one)
  } finally {
    await storage.close()
    await dispose()
  }
}
