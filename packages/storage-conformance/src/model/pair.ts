/** The memory storage, whose answers are right, and the storage under test. */
export interface Pair<T> {
  readonly reference: T
  readonly actual: T
}

export type Side = keyof Pair<unknown>

export async function pair<A, B>(
  { reference, actual }: Pair<A>,
  call: (one: A, side: Side) => B | Promise<B>,
): Promise<Pair<B>> {
  return { reference: await call(reference, 'reference'), actual: await call(actual, 'actual') }
}

/** Leaves out what storages may choose: tokens, and which of several reasons refuses a unit. */
export function comparable(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(refusalWithoutReason)
  if (!isTurnOrBeat(answer)) return answer
  const { claimed, recovered } = answer
  return {
    ...answer,
    more: undefined,
    // Whether budgets that nothing counts against are to be rolled is a storage's own affair.
    budgetsDue: undefined,
    ...(claimed && { claimed: claimed.map(withoutToken) }),
    ...(recovered && { recovered: recovered.map(withoutToken) }),
  }
}

const REFUSALS: readonly unknown[] = ['id-taken', 'unknown-dependency', 'queue-full']

const refusalWithoutReason = (answer: { readonly status?: string }) =>
  REFUSALS.includes(answer.status) ? { status: 'refused' } : answer

interface TurnOrBeat {
  readonly claimed?: readonly object[]
  readonly recovered?: readonly object[]
  readonly cancels: readonly object[]
}

const isTurnOrBeat = (answer: unknown): answer is TurnOrBeat =>
  typeof answer === 'object' && answer !== null && 'cancels' in answer

const withoutToken = (job: object) => ({ ...job, token: undefined })
