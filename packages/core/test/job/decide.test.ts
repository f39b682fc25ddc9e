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
    expect(decide(ending, standing(1), never)).toEqual({
      outcome: 'failed',
      next: { state: 'failed' },
    })
  })

  it.each([
    ['snoozed', { type: 'snoozed', delayMs: 7 }, 7],
    ['interrupted', { type: 'interrupted' }, undefined],
    ['lost', { type: 'lost' }, undefined],
  ] as const)('charges no attempt for a %s execution', (outcome, ending, delayMs) => {
    expect(decide(ending, standing(4, 0), never)).toEqual({
      outcome,
      next: { state: 'queued', attempt: 3, headStartMs: 42, ...(delayMs && { delayMs }) },
    })
  })
})
