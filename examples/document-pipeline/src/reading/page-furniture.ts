import type { PdfLine } from './pdf-lines.js'
import { bodySizeOf, isLarge } from './pdf-measures.js'

/** Headers and footers come back on at least this share of the pages; left and right ones take turns. */
const shareOfPages = 0.2
const fewestPages = 3
const linesAtEdge = 2

/**
 * Leaves out headers, footers and page numbers: lines that come back at the same place at the head
 * or the foot of many pages, numbers aside. Words are kept where they first appear.
 */
export function withoutFurniture(
  pages: readonly (readonly PdfLine[])[],
): readonly (readonly PdfLine[])[] {
  const bodySize = bodySizeOf(pages.flat())
  const keyOf = (line: PdfLine) => placeAndWords(line, bodySize)
  const counts = countEdges(pages, keyOf)
  const needed = Math.max(fewestPages, pages.length * shareOfPages)
  const seen = new Set<string>()
  const isNew = (text: string) => !seen.has(text) && seen.add(text)
  return pages.map((page) => {
    const edges = edgesOf(page)
    return page.filter((line) => {
      const isWord = isNew(line.text) && /\p{L}{2}/u.test(line.text)
      if (!edges.has(line) || (counts.get(keyOf(line)) ?? 0) < needed) return true
      return isNew(keyOf(line)) && isWord
    })
  })
}

function countEdges(
  pages: readonly (readonly PdfLine[])[],
  keyOf: (line: PdfLine) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const page of pages) {
    const keys = new Set([...edgesOf(page)].map(keyOf))
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function edgesOf(page: readonly PdfLine[]): ReadonlySet<PdfLine> {
  const byHeight = [...page].sort((a, b) => b.y - a.y)
  return new Set([...byHeight.slice(0, linesAtEdge), ...byHeight.slice(-linesAtEdge)])
}

/** A number among words, or alone, counts pages; in a row of numbers or a heading it means more. */
function placeAndWords({ text, y, size }: PdfLine, bodySize: number): string {
  const isRow = !/\p{L}/u.test(text) && (text.match(/\d+/g) ?? []).length > 1
  const means = isRow || isLarge(size, bodySize)
  return `${Math.round(y / 3)} ${size} ${means ? text : text.replace(/\d+|^[ivxlc]+$/gi, '#')}`
}
