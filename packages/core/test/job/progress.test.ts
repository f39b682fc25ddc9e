import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, enterStep, leaveStep, progressOf, startTrack } from '../../src/job/progress.js'

describe('progress', () => {
  it('never falls and never leaves 0 to 100, whatever a handler reports', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.constant(Number.NaN))), (percents) => {
        let track = startTrack(0)
        for (const [index, percent] of percents.entries()) {
          const next = advance(track, { percent }, index)
          expect(next.percent).toBeGreaterThanOrEqual(track.percent)
          expect(next.percent).toBeLessThanOrEqual(100)
          track = next
        }
      }),
    )
  })

  it('estimates the time left from the pace so far, and counts down between moves', () => {
    const track = advance(startTrack(0), { percent: 20 }, 10_000)
    expect(progressOf(track, 10_000).etaMs).toBe(40_000)
    expect(progressOf(track, 25_000).etaMs).toBe(25_000)
    expect(progressOf(track, 99_000).etaMs).toBe(0)
    expect(progressOf(startTrack(0), 5_000).etaMs).toBeUndefined()
  })

  it('shows the innermost open step and how long the ended ones took', () => {
    let track = enterStep(startTrack(0), 'outer', 0)
    track = enterStep(track, 'inner', 100)
    expect(progressOf(track, 100).step).toBe('inner')
    track = leaveStep(track, 'inner', 30, 400)
    expect(progressOf(track, 400)).toMatchObject({
      percent: 30,
      step: 'outer',
      stepsDone: [{ name: 'inner', durationMs: 300 }],
    })
  })
})
