import type { LimitDefinition, LimitUse } from '@nightshift/core'
import type { Store } from '../store.js'
import { countFrom, define, figuresOf, type LimitCount, type LimitRow } from './limit-count.js'

/** The count of a key as this transaction has left it; made when the key is new. Writes only. */
export function countOf(
  store: Store,
  { key, definition: name }: Pick<LimitUse, 'key' | 'definition'>,
): LimitCount {
  const { sql, step } = store
  let count = step.counts.get(key)
  if (!count) {
    const row =
      sql.limitByKey.get<LimitRow>(key) ?? (sql.addLimit.get<LimitRow>(key, name) as LimitRow)
    count = countFrom(row, definitionOf(store, row.definition))
    step.counts.set(key, count)
  }
  if (count.definition.name !== name) define(count, definitionOf(store, name))
  return count
}

/** A key that is known already. */
export function knownCount(store: Store, key: string): LimitCount | undefined {
  const { sql, step } = store
  const read = step.counts.get(key)
  if (read) return read
  const row = sql.limitByKey.get<LimitRow>(key)
  if (!row) return undefined
  const count = countFrom(row, definitionOf(store, row.definition))
  step.counts.set(key, count)
  return count
}

export function countById(store: Store, id: number): LimitCount {
  for (const count of store.step.counts.values()) if (count.id === id) return count
  const row = store.sql.limitById.get<LimitRow>(id) as LimitRow
  return knownCount(store, row.key) as LimitCount
}

export function definitionOf({ sql, step }: Store, name: string): LimitDefinition {
  const known = step.definitions.get(name)
  if (known) return known
  const row = sql.definition.get<{ definition: string }>(name)
  const definition = row ? (JSON.parse(row.definition) as LimitDefinition) : { name }
  step.definitions.set(name, definition)
  return definition
}

/** Each changed one once a transaction, or before a statement has to see it. */
export function saveCounts({ sql, step }: Store): void {
  for (const count of step.counts.values()) {
    if (!count.changed) continue
    count.changed = false
    // A job that ends and one that starts in its place leave it as it was.
    const figures = figuresOf(count)
    if (figures === count.saved) continue
    count.saved = figures
    sql.saveLimit.run(
      count.definition.name,
      count.running,
      JSON.stringify(count.claims),
      count.spent,
      count.reserved,
      count.periodEndsAt ?? null,
      count.opensAt ?? null,
      count.parked,
      count.ready && count.parked > 0 ? 1 : 0,
      count.id,
    )
  }
}
