/** A list of pages longer than this is not looked through. */
const longestSearch = 4 * 1024 * 1024

/** How many pages the roots of page trees in a piece of PDF say they have. */
export function declaredPages(text: string): Set<number> {
  const counts = new Set<number>()
  for (const { index } of text.matchAll(/\/Type\s*\/Pages\b/g)) {
    const dictionary = enclosingDictionary(text, index)
    const count = /\/Count\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1]
    if (count !== undefined && !/\/Parent\b/.test(dictionary)) counts.add(Number(count))
  }
  return counts
}

/** The dictionary around a position, without those inside it and around it. */
function enclosingDictionary(text: string, at: number): string {
  const start = seek(text, at, -1)
  const end = seek(text, at, 1)
  return text.slice(start, end)
}

/** Walks left or right to where the dictionary begins or ends. */
function seek(text: string, from: number, step: 1 | -1): number {
  const [inner, outer] = step === 1 ? ['<', '>'] : ['>', '<']
  let depth = 0
  for (let at = from; Math.abs(at - from) < longestSearch; at += step) {
    const sign = text[at]
    if (sign === undefined) return Math.max(0, at)
    if ((sign !== inner && sign !== outer) || text[at + step] !== sign) continue
    if (sign === outer && depth === 0) return at
    depth += sign === inner ? 1 : -1
    at += step
  }
  return from
}
