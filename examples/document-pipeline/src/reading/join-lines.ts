import type { PdfLine } from './pdf-lines.js'

const splitEnd = /([\p{L}\p{M}]+(?:[-‐][\p{L}\p{M}]+)*)[-‐\u00ad]$/u
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，．「」（）]/u
const mostIndent = 40

/** Joins the lines of a paragraph to one, and the words that were split between them. */
export function joinLines(lines: readonly PdfLine[], words: ReadonlySet<string>): string {
  let joined = ''
  for (const { text } of lines) {
    joined = joined === '' ? text : joinPair(joined, text, words)
  }
  return joined
}

function joinPair(before: string, next: string, words: ReadonlySet<string>): string {
  const start = splitEnd.exec(before.slice(-80))?.[1]
  const rest = /^[\p{Ll}\p{M}]+/u.exec(next)?.[0]
  if (start !== undefined && rest !== undefined) {
    return `${isCompound(start, rest, words) ? before : before.slice(0, -1)}${next}`
  }
  const noSpace = eastAsian.test(before.at(-1) ?? '') && eastAsian.test(next[0] ?? '')
  return noSpace ? before + next : `${before} ${next}`
}

/** Words like “well-known” are split at a hyphen they have anyway; the document may show which. */
function isCompound(start: string, rest: string, words: ReadonlySet<string>): boolean {
  const left = start.toLowerCase()
  return words.has(`${left}-${rest}`) && !words.has(`${left}${rest}`)
}

/** Keeps lines of code apart, indented as far as they stand from the left edge. */
export function codeLines(lines: readonly PdfLine[]): string {
  const left = lines.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY)
  return lines.map(({ text, x, size }) => indentFor(x - left, size) + text).join('\n')
}

/** A letter of equal width is about three fifths as wide as it is high. */
function indentFor(distance: number, size: number): string {
  return ' '.repeat(Math.min(mostIndent, Math.round(distance / (Math.max(size, 1) * 0.6))))
}
