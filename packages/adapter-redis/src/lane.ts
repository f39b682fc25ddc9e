import { createHash } from 'node:crypto'
import type { Lane } from './contract.js'

const KNOWN = new Map<string, string>()
const MAX_KNOWN = 10_000

/**
 * The name of a job's lane inside its queue; `undefined` for the default one. Jobs share a lane when
 * they share group and limit keys; what they reserve may differ.
 */
export function laneOf({ group, limits }: Lane): string | undefined {
  if (group === undefined && !limits?.length) return undefined
  const keys = (limits ?? []).map(({ key, definition }) => [key, definition]).sort()
  const text = JSON.stringify([group ?? null, keys])
  const known = KNOWN.get(text)
  if (known) return known
  const name = createHash('sha1').update(text).digest('base64url').slice(0, 14)
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear()
  KNOWN.set(text, name)
  return name
}
