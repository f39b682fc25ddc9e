import { share } from './count-matches.js'
import type { PdfLine } from './pdf-lines.js'

/** What is usual in a document, against which single lines are judged. */
export interface PdfMeasures {
  /** The size that most characters have, in points. */
  readonly bodySize: number
  /** The usual distance between two lines, in sizes. */
  readonly leading: number
  /** Sizes above that of the body, the largest first. */
  readonly headingSizes: readonly number[]
  /** Letters of equal width mean code, unless the whole document is set in them. */
  readonly fixedWidthMeansCode: boolean
  /** Every word of the document in lower case, to tell a split word from a compound one. */
  readonly words: ReadonlySet<string>
}

const usualLeading = 1.2
const mostlyFixedWidth = 0.7

/** Text that is this much larger than the body stands out. */
const largerThanBody = 1.15

/** Measures a document's lines. */
export function measurePdf(lines: readonly PdfLine[]): PdfMeasures {
  const bodySize = bodySizeOf(lines)
  const sizes = new Set(lines.map(({ size }) => size).filter((size) => isLarge(size, bodySize)))
  return {
    bodySize,
    leading: leadingOf(lines, bodySize),
    headingSizes: [...sizes].sort((a, b) => b - a),
    fixedWidthMeansCode: fixedWidthShare(lines) < mostlyFixedWidth,
    words: new Set(lines.flatMap(({ text }) => text.toLowerCase().match(wordInLine) ?? [])),
  }
}

function fixedWidthShare(lines: readonly PdfLine[]): number {
  let fixed = 0
  let all = 0
  for (const { text, fixedWidth } of lines) {
    all += text.length
    if (fixedWidth) fixed += text.length
  }
  return share(fixed, all)
}

/** Words inside a line, so not those that a line's end may have split. */
const wordInLine = /[\p{L}\p{M}]+(?:[-‐][\p{L}\p{M}]+)*(?![-‐\p{L}\p{M}])/gu

/** The size that most characters of the lines have, in points. */
export function bodySizeOf(lines: readonly PdfLine[]): number {
  return mostCommon(lines.map(({ size, text }) => [size, text.length])) ?? 10
}

/** Whether a size stands out from the body's, as that of a heading does. */
export function isLarge(size: number, bodySize: number): boolean {
  return size >= bodySize * largerThanBody
}

function leadingOf(lines: readonly PdfLine[], bodySize: number): number {
  const distances: [number, number][] = []
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    if (before?.page !== line.page || line.size !== bodySize || before.size !== bodySize) continue
    const distance = Math.round(((before.y - line.y) / bodySize) * 20) / 20
    if (distance >= 0.9 && distance <= 2.5) distances.push([distance, 1])
  }
  return mostCommon(distances) ?? usualLeading
}

/** The value with the greatest weight in sum. */
function mostCommon(weighted: readonly (readonly [number, number])[]): number | undefined {
  const sums = new Map<number, number>()
  for (const [value, weight] of weighted) sums.set(value, (sums.get(value) ?? 0) + weight)
  let best: number | undefined
  for (const [value, sum] of sums) {
    if (best === undefined || sum > (sums.get(best) ?? 0)) best = value
  }
  return best
}
