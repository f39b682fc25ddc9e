import type { PdfLine } from './pdf-lines.js'
import { bodySizeOf, isLarge } from './pdf-measures.js'

/** Headers and footers come back on at least this share of the pages; left and right ones take turns. */
const shareOfPages = 0.2
const fewestPages = 3
const linesAtEdge = 2
/** Page numbers start within this many pages of the first, and stand in short lines. */
const mostFrontMatter = 40
const longestNumbered = 60

/**
 * Leaves out headers, footers and page numbers: lines that come back at the same place at the head
 * or the foot of many pages, but for a number that counts the pages. Words are kept where they
 * first appear.
 */
export function withoutFurniture(
  pages: readonly (readonly PdfLine[])[],
): readonly (readonly PdfLine[])[] {
  const findKey = furnitureFinder(pages)
  const seen = new Set<string>()
  const isNew = (text: string) => !seen.has(text) && seen.add(text)
  return pages.map((page) => {
    const edges = edgesOf(page)
    return page.filter((line) => {
      const isWord = isNew(line.text) && /\p{L}{2}/u.test(line.text)
      const key = edges.has(line) ? findKey(line) : undefined
      return key === undefined || (isNew(key) && isWord)
    })
  })
}

/** Answers, for a line at the edge of a page, what it has in common with those of many pages. */
function furnitureFinder(
  pages: readonly (readonly PdfLine[])[],
): (line: PdfLine) => string | undefined {
  const bodySize = bodySizeOf(pages.flat())
  const counts = new Map<string, number>()
  for (const page of pages) {
    const keys = new Set([...edgesOf(page)].flatMap((line) => keysOf(line, bodySize)))
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const needed = Math.max(fewestPages, pages.length * shareOfPages)
  return (line) => keysOf(line, bodySize).find((key) => (counts.get(key) ?? 0) >= needed)
}

function edgesOf(page: readonly PdfLine[]): ReadonlySet<PdfLine> {
  const byHeight = [...page].sort((a, b) => b.y - a.y)
  return new Set([...byHeight.slice(0, linesAtEdge), ...byHeight.slice(-linesAtEdge)])
}

/** Place and words of a line, as they are and with each number that may count pages made relative. */
function keysOf({ text, page, y, size }: PdfLine, bodySize: number): readonly string[] {
  const place = `${Math.round(y / 3)} ${size}`
  const keys = [`${place} ${text}`]
  if (text.length > longestNumbered || isLarge(size, bodySize)) return keys
  for (const { 0: digits, index } of text.matchAll(/(?<!\d)[1-9]\d{0,4}(?!\d)/g)) {
    const distance = Number(digits) - page
    if (Math.abs(distance) > mostFrontMatter) continue
    const rest = text.slice(index + digits.length)
    keys.push(`${place} ${text.slice(0, index)}#${distance}${rest}`)
  }
  return keys
}
