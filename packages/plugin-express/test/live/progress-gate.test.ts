import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProgressGate, type ProgressGate } from '../../src/live/progress-gate.js'

let passed: string[]
let gate: ProgressGate<string>

beforeEach(() => {
  vi.useFakeTimers()
  passed = []
  gate = createProgressGate(100, (update) => void passed.push(update))
})
afterEach(() => void vi.useRealTimers())

describe('the progress gate', () => {
  it('lets at most ten updates of a job through in a second, and the last one always', () => {
    for (let at = 0; at < 1_000; at += 1) {
      gate.offer('a', String(at))
      vi.advanceTimersByTime(1)
    }
    vi.advanceTimersByTime(100)
    expect(passed.length).toBeLessThanOrEqual(11)
    expect(passed.at(-1)).toBe('999')
  })

  it('holds no job back for another', () => {
    gate.offer('a', 'a1')
    gate.offer('b', 'b1')
    expect(passed).toEqual(['a1', 'b1'])
  })

  it('lets what is held through before the job goes on', () => {
    gate.offer('a', '1')
    gate.offer('a', '2')
    gate.flush('a')
    gate.flush('a')
    expect(passed).toEqual(['1', '2'])
  })

  it('keeps nothing of a job that has gone quiet', () => {
    gate.offer('a', '1')
    vi.advanceTimersByTime(100)
    expect(vi.getTimerCount()).toBe(0)
    gate.offer('a', '2')
    gate.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
