/** A class is a queue and a job name: what indexes, counts and history go by. */

/** A name without control characters, so that it can stand in a line: the inside of a JSON string. */
export const lineOf = (name: string): string => JSON.stringify(name).slice(1, -1)
export const nameOf = (line: string): string => JSON.parse(`"${line}"`)

/** Queue and name as one text, with a tab between, which neither of them can hold any more. */
export const classOf = (queue: string, name: string): string => `${lineOf(queue)}\t${lineOf(name)}`

const CLASSES = new Map<string, readonly [string, string]>()
const MAX_CLASSES = 10_000

/** Queue and name of a class; parsed once, since there are few. */
export function namesOf(text: string): readonly [string, string] {
  const known = CLASSES.get(text)
  if (known) return known
  const tab = text.indexOf('\t')
  const names = [nameOf(text.slice(0, tab)), nameOf(text.slice(tab + 1))] as const
  if (CLASSES.size >= MAX_CLASSES) CLASSES.clear()
  CLASSES.set(text, names)
  return names
}
