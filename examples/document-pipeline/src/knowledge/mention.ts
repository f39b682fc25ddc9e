import { isPlainWord } from './name.js'

/** How much of a text is searched for names, in characters, so that one huge file costs no more than a long one. */
const longestText = 200_000

/** A text prepared for looking names up in it. */
export interface MentionText {
  readonly written: string
  readonly lower: string
}

/** Puts one space between words, so that a name broken over two lines is still found. */
export function mentionText(text: string): MentionText {
  const written = text.slice(0, longestText).replace(/\s+/g, ' ')
  const lower = written.toLowerCase()
  // A few letters grow when lowered; positions in both must agree.
  return { written: lower.length === written.length ? written : lower, lower }
}

/** The different words of a text in lower case: a name can only occur where its first word does. */
export function wordsOf(text: MentionText): readonly string[] {
  return [...new Set(text.lower.match(/[\p{L}\p{N}]+/gu) ?? [])]
}

/** The first word of a name, in lower case. */
export function firstWord(name: string): string {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/u)?.[0] ?? ''
}

/**
 * The words with which a text speaks of `name`, or undefined: only as a whole name, never as a part of a longer one
 * (`source-map` in `source-map-support`) or of an address. Names of more than a plain word come in lower case.
 */
export function mentionOf(text: MentionText, name: string): string | undefined {
  const searched = isPlainWord(name) ? text.written : text.lower
  for (let at = searched.indexOf(name); at !== -1; at = searched.indexOf(name, at + 1)) {
    const end = at + name.length
    if (standsAlone(searched, at, end)) return text.written.slice(at, end)
  }
  return undefined
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start)
  const after = text.slice(end, end + 2)
  return (
    !/[\p{L}\p{N}_@/\\.#$-]$/u.test(before) && !/^([\p{L}\p{N}_/\\@-]|\.[\p{L}\p{N}])/u.test(after)
  )
}
