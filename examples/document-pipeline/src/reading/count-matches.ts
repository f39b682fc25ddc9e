/** How often a global pattern is found in a text. */
export function countMatches(text: string, pattern: RegExp): number {
  let found = 0
  for (const _ of text.matchAll(pattern)) found++
  return found
}

/** A part of a whole, 0 to 1 with four decimals; 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000
}

/** What terminals and DOS leave in text: overstriking, colours, the sign at the end of a file. */
const fromTerminals: ReadonlySet<string> = new Set(['\b', '\x1b', '\x1a'])

/** How many control characters a text has that no text needs. */
export function countControls(text: string): number {
  let found = 0
  for (const [control] of text.matchAll(/[^\P{Cc}\t\n\v\f\r\u0085]/gu)) {
    if (!fromTerminals.has(control)) found++
  }
  return found
}
