import type { JobState, Outcome } from './contract.js'

/** States and outcomes are stored as one letter each. */
const STATES: Readonly<Record<string, JobState>> = {
  q: 'queued',
  b: 'blocked',
  r: 'running',
  c: 'completed',
  f: 'failed',
  x: 'cancelled',
}
export const stateOf = (letter: string): JobState => STATES[letter] as JobState
export const letterOfState = (state: JobState): string =>
  state === 'cancelled' ? 'x' : (state[0] as string)

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  s: 'succeeded',
  f: 'failed',
  t: 'timed-out',
  z: 'snoozed',
  i: 'interrupted',
  l: 'lost',
  c: 'cancelled',
}
export const outcomeOf = (letter: string): Outcome => OUTCOMES[letter] as Outcome
export const letterOfOutcome = (outcome: Outcome): string =>
  outcome === 'snoozed' ? 'z' : (outcome[0] as string)
