import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIdMaker, isJobId } from '../../src/index.js'

const START = Date.UTC(2026, 0, 1)

describe('a job id', () => {
  it('sorts after every id made before it, even when the clock stands still or steps back', () => {
    const steps = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(steps, (moves) => {
        let now = START
        const newId = createIdMaker(() => now, randomBytes)
        const ids = moves.map((move) => {
          now += move
          return newId()
        })
        expect([...ids].sort()).toEqual(ids)
        expect(new Set(ids.map((id) => id.slice(0, 13))).size).toBe(ids.length)
      }),
    )
  })

  it('keeps its order when one millisecond makes more ids than its counter holds', () => {
    const newId = createIdMaker(() => START, randomBytes)
    const ids = Array.from({ length: 20_000 }, newId)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids.map((id) => id.slice(0, 13))).size).toBe(20_000)
  })

  it('is recognised, and other texts are not', () => {
    const newId = createIdMaker(() => START, randomBytes)
    expect(isJobId(newId())).toBe(true)
    for (const text of ['', 'x', `${newId()}0`, newId().toUpperCase(), '../../etc/passwd']) {
      expect(isJobId(text)).toBe(false)
    }
  })
})
