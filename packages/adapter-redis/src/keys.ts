/**
 * Every key of an installation begins with its name in braces, so that a cluster keeps them all on
 * one node. What each key holds is said where the Lua files use it.
 */
export interface Keys {
  /** The beginning of every key: `{nightshift}:`. */
  readonly base: string
  readonly control: string
  readonly jobs: string
  readonly index: string
  readonly hints: string
}

export function keysOf(prefix: string): Keys {
  const base = `{${prefix}}:`
  return {
    base,
    control: `${base}S`,
    jobs: `${base}J`,
    index: `${base}I`,
    hints: `${base}hint`,
  }
}

/** Jobs are filed under the first 63 bits of their id: two ids that meet there are the same place. */
export const placeOf = (id: string): string => id.slice(0, 13)
