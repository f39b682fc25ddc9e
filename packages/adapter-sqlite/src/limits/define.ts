import type { EpochMs, LimitDefinition, LimitRecord } from '@nightshift/core'
import type { Store } from '../store.js'
import { definitionOf, knownCount } from './count-table.js'
import { countFrom, define, type LimitRow, limitRecord, unusedCount } from './limit-count.js'
import { wake } from './room.js'

export function defineLimits(store: Store, definitions: readonly LimitDefinition[]): void {
  const { sql, step } = store
  for (const definition of definitions) {
    sql.putDefinition.run(definition.name, JSON.stringify(definition))
    step.definitions.set(definition.name, definition)
    for (const { key } of sql.limitsDefinedBy.all<{ key: string }>(definition.name)) {
      const count = knownCount(store, key)
      if (!count) continue
      define(count, definition)
      wake(store, count)
    }
  }
}

/** A definition that nothing counts against yet stands under its own name. */
export function limits(store: Store, now: EpochMs): readonly LimitRecord[] {
  const { sql } = store
  const counts = sql.allLimits
    .all<LimitRow>()
    .map((row) => countFrom(row, definitionOf(store, row.definition)))
  const used = new Set(counts.map(({ definition }) => definition.name))
  const unused = sql.definitions
    .all<{ definition: string }>()
    .map((row) => JSON.parse(row.definition) as LimitDefinition)
    .filter(({ name }) => !used.has(name))
  return [...counts, ...unused.map(unusedCount)]
    .map((count) => limitRecord(count, now))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}
