import type { NextState, Outcome, Settlement } from '@nightshift/core'
import type { Ending, SettleDraft } from './step.js'

interface Claim {
  readonly id: string
  readonly token: number
  readonly attempt: number
}

const OUTCOMES: Record<Exclude<Ending, 'untouched'>, Outcome> = {
  complete: 'succeeded',
  fail: 'failed',
  retry: 'timed-out',
  snooze: 'snoozed',
  interrupt: 'interrupted',
  lose: 'lost',
  cancel: 'cancelled',
}

export function settlementFrom(draft: SettleDraft, { id, token, attempt }: Claim): Settlement {
  const { ending, note } = draft
  const next = nextState(draft, attempt)
  if (ending === 'untouched') return { id, token, next }
  const hasFailed = ending === 'fail' || ending === 'retry'
  return {
    id,
    token,
    outcome: OUTCOMES[ending],
    next,
    ...(hasFailed && { failure: `{ "code": "${ending}" }` }),
    ...(note !== undefined && {
      progress: note,
      logs: [{ at: 2, level: 'warn', message: note, data: '[1]' }],
    }),
  }
}

function nextState({ ending, delayMs, note }: SettleDraft, attempt: number): NextState {
  switch (ending) {
    case 'complete':
      return { state: 'completed', ...(note !== undefined && { result: `"${delayMs}"` }) }
    case 'fail':
      return { state: 'failed' }
    case 'cancel':
      return { state: 'cancelled' }
    case 'retry':
      return { state: 'queued', attempt, delayMs, headStartMs: delayMs }
    case 'snooze':
      return { state: 'queued', attempt: attempt - 1, delayMs, headStartMs: 0 }
    case 'interrupt':
    case 'untouched':
      return { state: 'queued', attempt: attempt - 1, headStartMs: 7, exempt: ['gift'] }
    case 'lose':
      return { state: 'queued', attempt: attempt - 1, headStartMs: 7, crashes: 1 }
  }
}
