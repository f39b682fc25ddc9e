import type { AttemptRecord } from './contract.js'
import { outcomeOf } from './letters.js'
import { lines } from './text.js'

/** How a job ended: "state ended attempt started outcome kind", its worker, its result or failure. */
export function finalParts(final: string) {
  const [numbers, worker, tail] = lines(final, 2) as [string, string, string]
  const [state, ended, attempt, started, outcome, kind] = numbers.split(' ') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    state,
    endedAt: Number(ended),
    attempt: attempt === '-' ? undefined : Number(attempt),
    startedAt: started === '-' ? undefined : Number(started),
    outcome,
    kind,
    worker: worker === '' ? '' : (JSON.parse(worker) as string),
    tail,
  }
}

/** Who holds a running job, since when and by which token. */
export function tokenParts(token: string) {
  const [numbers, , , , worker] = lines(token, 5) as [string, string, string, string, string]
  const [turn, started, attempt] = numbers.split(' ')
  return {
    token: Number(turn),
    startedAt: Number(started),
    attempt: Number(attempt),
    worker: JSON.parse(worker) as string,
  }
}

/** The last attempt of a final job, which its trail does not repeat. */
export function lastAttempt(final: string, execution: number): AttemptRecord | undefined {
  const { endedAt, startedAt, outcome, kind, worker, tail } = finalParts(final)
  if (outcome === '-' || startedAt === undefined) return undefined
  return {
    execution,
    outcome: outcomeOf(outcome),
    worker,
    startedAt,
    endedAt,
    ...(kind === 'f' && { failure: tail }),
  }
}

/** One line of a trail: outcome, worker, start, end, failure. */
export function attemptRecord(line: string, execution: number): AttemptRecord {
  const [outcome, worker, startedAt, endedAt, failure] = JSON.parse(line) as [
    string,
    string,
    number,
    number,
    string?,
  ]
  return {
    execution,
    outcome: outcomeOf(outcome),
    worker: JSON.parse(worker) as string,
    startedAt,
    endedAt,
    ...(failure !== undefined && { failure }),
  }
}
