import type { Connection } from './connection.js'
import { DURATION_BUCKETS_MS, type HistoryRow } from './contract.js'
import { namesOf } from './job-class.js'
import type { Keys } from './keys.js'
import { outcomeOf } from './letters.js'

const DAY_MS = 86_400_000
const BUCKETS = DURATION_BUCKETS_MS.length + 1

type Range = { readonly fromDay: string; readonly toDay: string }
type Row = { -readonly [K in keyof HistoryRow]: HistoryRow[K] } & { runBuckets: number[] }

/** What ended on the days of a range, both included. */
export async function history(
  connection: Connection,
  keys: Keys,
  { fromDay, toDay }: Range,
): Promise<readonly HistoryRow[]> {
  const known = await connection.ask('SMEMBERS', (client) => client.smembers(`${keys.base}HD`))
  const days = known
    .map((number) => ({ number, day: dayOf(Number(number)) }))
    .filter(({ day }) => fromDay <= day && day <= toDay)
    .sort((a, b) => (a.day < b.day ? -1 : 1))
  const rows: HistoryRow[] = []
  for (const { number, day } of days) {
    const fields = await connection.ask('HGETALL', (client) =>
      client.hgetall(`${keys.base}HD:${number}`),
    )
    rows.push(...rowsOf(day, fields))
  }
  return rows
}

const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

/** Fields are "<outcome><bucket, or m for milliseconds> <class>". */
function rowsOf(day: string, fields: Readonly<Record<string, string>>): readonly HistoryRow[] {
  const rows = new Map<string, Row>()
  for (const [field, value] of Object.entries(fields)) {
    const space = field.indexOf(' ')
    const [outcome, what, text] = [
      field[0] as string,
      field.slice(1, space),
      field.slice(space + 1),
    ]
    const row = rows.get(outcome + text) ?? newRow(day, outcome, text)
    rows.set(outcome + text, row)
    if (what === 'm') row.runMs += Number(value)
    else {
      row.count += Number(value)
      row.runBuckets[Number(what)] = Number(value)
    }
  }
  return [...rows.values()]
}

function newRow(day: string, outcome: string, text: string): Row {
  const [queue, name] = namesOf(text)
  const runBuckets = new Array<number>(BUCKETS).fill(0)
  return { day, queue, name, outcome: outcomeOf(outcome), count: 0, runMs: 0, runBuckets }
}
