import type { DueRow } from '../rows.js'
import { RESERVES } from '../rows.js'
import type { Store } from '../store.js'

/** What a job's execution put aside by limit key, and the budgets its next claim does not ask. */
export interface Reserve {
  readonly reserves: Readonly<Record<string, number>>
  readonly exempt: readonly string[]
}

const NONE: Reserve = { reserves: {}, exempt: [] }

type Place = Pick<DueRow, 'hi' | 'lo' | 'flags'>

export function reserveOf({ sql }: Store, { hi, lo, flags }: Place): Reserve {
  if (!(flags & RESERVES)) return NONE
  const row = sql.reserveOf.get<{ reserves: string | null; exempt: string | null }>(hi, lo)
  return {
    reserves: JSON.parse(row?.reserves ?? '{}') as Record<string, number>,
    exempt: JSON.parse(row?.exempt ?? '[]') as string[],
  }
}

export function writeReserve({ sql }: Store, { hi, lo, flags }: Place, reserve: Reserve): void {
  const { reserves, exempt } = reserve
  const isEmpty = exempt.length === 0 && Object.keys(reserves).length === 0
  if (isEmpty && !(flags & RESERVES)) return
  sql.putReserve.run(hi, lo, JSON.stringify(reserves), JSON.stringify(exempt))
  if (!(flags & RESERVES)) sql.addFlags.run(RESERVES, hi, lo)
}
