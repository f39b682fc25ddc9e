const usualLength = 60_000
/** How far back a line's end is looked for, before a line is cut in two. */
const lineSearch = 5_000

/** A stretch of a long text that is shown at once. */
export interface TextPart {
  /** From 1. */
  readonly number: number
  readonly start: number
  readonly end: number
}

/** Cuts a text into parts that a browser shows with ease, at line ends where there are any. */
export function cutIntoParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let start = 0
  do {
    const end = endOfPart(text, start)
    parts.push({ number: parts.length + 1, start, end })
    start = end
  } while (start < text.length)
  return parts
}

function endOfPart(text: string, start: number): number {
  const limit = start + usualLength
  if (limit >= text.length) return text.length
  const lineEnd = text.slice(limit - lineSearch, limit).lastIndexOf('\n')
  if (lineEnd >= 0) return limit - lineSearch + lineEnd + 1
  return isSecondHalf(text, limit) ? limit - 1 : limit
}

/** Whether a cut here would part a character outside the basic plane in two. */
function isSecondHalf(text: string, position: number): boolean {
  return (text.codePointAt(position - 1) ?? 0) > 0xffff
}
