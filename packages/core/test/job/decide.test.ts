import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JobError } from '../../src/index.js'
import { decide, type Ending } from '../../src/job/decide.js'
import { describeFailure } from '../../src/job/failure.js'
import { resolveRetry } from '../../src/job/retry.js'

const failed = (error: unknown = new Error('boom')): Ending => ({
  type: 'failed',
  described: describeFailure(error, 'handler'),
})
const standing = (attempt: number, retries = 3) => ({
  attempt,
  crashes: 0,
  headStartMs: 42,
  retry: resolveRetry({ retries }),
})
const never = () => 0

describe('the decision on an ended execution', () => {
  it('tries again exactly as often as the policy says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), (retries) => {
        let executions = 1
        while (decide(failed(), standing(executions, retries), never).next.state === 'queued') {
          executions += 1
        }
        expect(executions).toBe(retries + 1)
      }),
    )
  })

  it('fails at once when the error says that retrying is pointless', () => {
    const ending = failed(new JobError('NO', 'No.', { retry: false }))
    expect(decide(ending, standing(1), never)).toMatchObject({
      outcome: 'failed',
      next: { state: 'failed' },
    })
  })

  it.each([
    ['snoozed', { type: 'snoozed', delayMs: 7 }, 7],
    ['interrupted', { type: 'interrupted' }, undefined],
  ] as const)('charges no attempt for a %s execution', (outcome, ending, delayMs) => {
    expect(decide(ending, standing(4, 0), never)).toEqual({
      outcome,
      next: { state: 'queued', attempt: 3, headStartMs: 42, ...(delayMs && { delayMs }) },
    })
  })

  it('adds nothing to the trail of a job that was handed back before it began', () => {
    const { outcome, next } = decide({ type: 'untouched', delayMs: 7 }, standing(1), never)
    expect(outcome).toBeUndefined()
    expect(next).toEqual({ state: 'queued', attempt: 0, headStartMs: 42, delayMs: 7 })
  })

  it('charges a lost worker to nobody, however often it happens', () => {
    const lost = { type: 'lost', guilty: false } as const
    expect(decide(lost, { ...standing(1, 0), crashes: 2 }, never)).toEqual({
      outcome: 'lost',
      next: { state: 'queued', attempt: 0, headStartMs: 42, crashes: 2 },
    })
  })

  it('gives up on a job that killed its process for the third time while it ran alone', () => {
    const guilty = { type: 'lost', guilty: true } as const
    expect(decide(guilty, { ...standing(1), crashes: 1 }, never).next).toMatchObject({
      state: 'queued',
      crashes: 2,
    })
    expect(decide(guilty, { ...standing(1), crashes: 2 }, never)).toMatchObject({
      outcome: 'lost',
      next: { state: 'failed' },
      failure: { code: 'POISONED' },
    })
  })
})
