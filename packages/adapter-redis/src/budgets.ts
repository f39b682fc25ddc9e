import type { Connection, Reply } from './connection.js'
import type { ClaimedJob, LimitDefinition, LimitRecord, SessionId, SpendReply } from './contract.js'
import { placeOf } from './keys.js'
import { sessionKey } from './sessions.js'

/** A definition as the scripts read it; amounts are text, so that no digit is lost. */
interface Form {
  readonly c?: number
  readonly n?: number
  readonly m?: number
  readonly b?: string
  readonly e?: number
  readonly h?: 1
}

export async function defineLimits(
  connection: Connection,
  definitions: readonly LimitDefinition[],
): Promise<void> {
  if (definitions.length === 0) return
  const args = definitions.flatMap((one) => [one.name, JSON.stringify(formOf(one))])
  await connection.run('budgets', ['define', ...args])
}

const formOf = ({ concurrency, rate, budget }: LimitDefinition): Form => ({
  ...(concurrency !== undefined && { c: concurrency }),
  ...(rate && { n: rate.limit, m: rate.perMs }),
  ...(budget && { b: String(budget.amount), e: budget.periodEndsAt }),
  ...(budget?.whenExhausted === 'hand-over' && { h: 1 }),
})

const definitionOf = (name: string, { c, n, m, b, e, h }: Form): LimitDefinition => ({
  name,
  ...(c !== undefined && { concurrency: c }),
  ...(n !== undefined && { rate: { limit: n, perMs: m as number } }),
  ...(b !== undefined && {
    budget: {
      amount: Number(b),
      periodEndsAt: e as number,
      whenExhausted: h ? 'hand-over' : 'park',
    },
  }),
})

type StateRow = readonly [
  's',
  string,
  string,
  number,
  number,
  string,
  string,
  string | null,
  number,
]

/** Every key that counts something, and every definition that no key names yet. */
export async function limits(connection: Connection): Promise<readonly LimitRecord[]> {
  const rows = (await connection.run('budgets', ['list'])) as readonly Reply[]
  const definitions = new Map<string, LimitDefinition>()
  const states: StateRow[] = []
  for (const row of rows as readonly (readonly string[])[]) {
    const [kind, name = '', text = ''] = row
    if (kind === 'd') definitions.set(name, definitionOf(name, JSON.parse(text)))
    else states.push(row as unknown as StateRow)
  }
  const records = states.map((row) => limitRecord(row, definitions))
  const named = new Set(records.map(({ definition }) => definition.name))
  for (const [name, definition] of definitions) {
    if (!named.has(name)) records.push(unusedLimit(definition))
  }
  return records.sort((a, b) => (a.key < b.key ? -1 : 1))
}

function limitRecord(
  [, key, name, running, claimed, spent, reserved, ends, parkedLanes]: StateRow,
  definitions: ReadonlyMap<string, LimitDefinition>,
): LimitRecord {
  return {
    key,
    definition: definitions.get(name) ?? { name },
    running,
    claimed,
    spent: Number(spent),
    reserved: Number(reserved),
    ...(ends !== null && { periodEndsAt: Number(ends) }),
    parkedLanes,
  }
}

const unusedLimit = (definition: LimitDefinition): LimitRecord => ({
  key: definition.name,
  definition,
  running: 0,
  claimed: 0,
  spent: 0,
  reserved: 0,
  ...(definition.budget && { periodEndsAt: definition.budget.periodEndsAt }),
  parkedLanes: 0,
})

export async function spend(
  connection: Connection,
  session: SessionId,
  { id, token }: Pick<ClaimedJob, 'id' | 'token'>,
  key: string,
  amount: number,
): Promise<SpendReply> {
  const args = ['spend', sessionKey(session), placeOf(id), token, key, amount]
  const [status, left] = (await connection.run('budgets', args)) as readonly string[]
  if (status === 'l') return { status: 'lease-lost' }
  const remaining = left === '' ? Number.MAX_SAFE_INTEGER : Number(left)
  return { status: status === 's' ? 'spent' : 'exhausted', remaining }
}

export async function rollBudget(
  connection: Connection,
  key: string,
  expectedEnd: number,
  nextEnd: number,
): Promise<'rolled' | 'conflict'> {
  const rolled = await connection.run('budgets', ['roll', key, expectedEnd, nextEnd])
  return rolled === 1 ? 'rolled' : 'conflict'
}

export async function resetBudget(connection: Connection, key: string): Promise<void> {
  await connection.run('budgets', ['reset', key])
}
