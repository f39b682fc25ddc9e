import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delays, exponential, fixed } from '../../src/index.js'
import { backoffDelay, resolveRetry } from '../../src/job/retry.js'

describe('a back-off', () => {
  it('that is exponential doubles from the first wait up to the longest', () => {
    const backoff = exponential({ first: '1s', max: '10s', jitter: 0 })
    const waits = [1, 2, 3, 4, 5, 6].map((attempt) => backoffDelay(backoff, attempt, () => 0))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  })

  it('never waits longer than its cap, whatever the attempt and the dice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, chance, jitter) => {
          const backoff = exponential({ first: '1s', max: '10m', jitter })
          const wait = backoffDelay(backoff, attempt, () => chance)
          expect(wait).toBeGreaterThanOrEqual(1_000)
          expect(wait).toBeLessThanOrEqual(600_000)
        },
      ),
    )
  })

  it('spreads waits by its jitter', () => {
    const backoff = exponential({ first: '10s', jitter: 0.1 })
    expect(backoffDelay(backoff, 1, () => 0)).toBe(10_000)
    expect(backoffDelay(backoff, 1, () => 0.5)).toBe(10_500)
  })

  it('that is a list goes through it and then repeats its last wait', () => {
    const backoff = delays('1m', '5m')
    const waits = [1, 2, 3].map((attempt) => backoffDelay(backoff, attempt, () => 0))
    expect(waits).toEqual([60_000, 300_000, 300_000])
  })
})

describe('a retry policy', () => {
  it('makes three retries unless told otherwise', () => {
    expect(resolveRetry().retries).toBe(3)
    expect(resolveRetry(false).retries).toBe(0)
    expect(resolveRetry({ retries: 7 }).retries).toBe(7)
    expect(resolveRetry(fixed('1s')).retries).toBe(3)
  })

  it('makes as many retries as its list is long', () => {
    expect(resolveRetry(delays('1m', '5m', '30m', '1h')).retries).toBe(4)
    expect(resolveRetry({ retries: 1, backoff: delays('1m', '5m') }).retries).toBe(1)
  })

  it.each([
    ['no delays', () => delays()],
    ['a factor below one', () => exponential({ factor: 0.5 })],
    ['a jitter above one', () => exponential({ jitter: 2 })],
    ['a negative number of retries', () => resolveRetry({ retries: -1 })],
  ])('with %s is refused when it is written', (_what, write) => {
    expect(write).toThrow(expect.objectContaining({ code: 'INVALID_RETRY' }))
  })
})
