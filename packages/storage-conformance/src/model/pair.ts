import assert from 'node:assert/strict'
import type { JobId, JobRecord, Storage } from '@nightshift/core'

/** The memory storage, whose answers are right, and the storage under test. */
export interface Pair<T> {
  readonly reference: T
  readonly actual: T
}

export async function pair<A, B>(
  { reference, actual }: Pair<A>,
  call: (one: A, side: keyof Pair<B>) => B | Promise<B>,
): Promise<Pair<B>> {
  return { reference: await call(reference, 'reference'), actual: await call(actual, 'actual') }
}

/** All that can be read, in a form that is equal exactly when the stores are. */
export async function readEverything(storage: Storage, ids: readonly JobId[]): Promise<unknown> {
  const trails = []
  for (const id of ids) trails.push((await storage.trail(id)) ?? null)
  const { counts } = await storage.count({})
  const { counts: someCounts } = await storage.count({ states: ['queued', 'failed'], name: 'mail' })
  return {
    listed: await listAll(storage),
    filtered: await storage.list({
      queue: 'a',
      name: 'mail',
      states: ['queued', 'failed'],
      limit: 99,
    }),
    got: await storage.get([...ids].reverse()),
    trails,
    counts: counts
      .filter(({ count }) => count > 0)
      .map(countText)
      .sort(),
    someCounts: someCounts
      .filter(({ count }) => count > 0)
      .map(countText)
      .sort(),
  }
}

const countText = ({ queue, state, count }: { queue: string; state: string; count: number }) =>
  `${count} ${state} in ${queue}`

async function listAll(storage: Storage): Promise<readonly JobRecord[]> {
  const jobs: JobRecord[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page = await storage.list({ limit: 7, ...(cursor !== undefined && { cursor }) })
    jobs.push(...page.jobs)
    if (page.cursor === undefined) return jobs
    cursor = page.cursor
  }
  return assert.fail('the cursor never came to an end')
}

/** Leaves out what storages may choose: tokens, and the order of recovered jobs and of cancels. */
export function withoutOrder(answer: unknown): unknown {
  if (!isTurnOrBeat(answer)) return answer
  const { claimed, recovered, cancels } = answer
  return {
    ...answer,
    ...(claimed && { claimed: claimed.map(withoutToken) }),
    ...(recovered && { recovered: recovered.map(withoutToken).sort(byId) }),
    cancels: [...cancels].sort(byId),
  }
}

type Named = { readonly id: string }
type TurnOrBeat = {
  readonly claimed?: readonly Named[]
  readonly recovered?: readonly Named[]
  readonly cancels: readonly Named[]
}

const isTurnOrBeat = (answer: unknown): answer is TurnOrBeat =>
  typeof answer === 'object' && answer !== null && 'cancels' in answer

const withoutToken = (job: Named) => ({ ...job, token: undefined })

const byId = (a: Named, b: Named) => (a.id < b.id ? -1 : 1)
