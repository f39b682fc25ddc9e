export type Text = string | null | undefined

/** Splits off the first lines of a text; the last part is all the rest. */
export function lines(text: string, count: number): string[] {
  const parts: string[] = []
  let from = 0
  for (let line = 0; line < count; line += 1) {
    const end = text.indexOf('\n', from)
    parts.push(text.slice(from, end))
    from = end + 1
  }
  parts.push(text.slice(from))
  return parts
}

export const json = <T>(text: Text): T | undefined => (text ? (JSON.parse(text) as T) : undefined)

/** Redis gives a hash as a flat list. */
export function pairs(flat: readonly string[]): Record<string, string> {
  const object: Record<string, string> = {}
  for (let at = 0; at < flat.length; at += 2) object[flat[at] as string] = flat[at + 1] as string
  return object
}
