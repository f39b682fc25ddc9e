import { codeLines, joinLines } from './join-lines.js'
import type { PdfLine } from './pdf-lines.js'
import { isLarge, measurePdf, type PdfMeasures } from './pdf-measures.js'
import type { Block } from './text-flow.js'

/** A block of a PDF; headings have a level. */
export type PdfBlock = Block & { readonly level: number; readonly page: number }

const listItem = /^(?:[•·▪◦‣●○■–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\[[\w+]{1,8}\])\s/
const contentsLine = /…\s*[\divxlc]{1,6}$/i
const sentenceEnd = /[.!?:;…。！？]["”’)\]]*$/
const longestHeading = 200
/** Lines of a paragraph may stand this much wider than usual; code may have empty lines. */
const looseLines = 1.3
const looseCode = 3
/** The indent of a paragraph's first line, in sizes. */
const leastIndent = 0.8
const mostIndent = 4

type Kind = Block['kind']

/** Puts lines together to paragraphs, headings, list items and code, by size, distance and indent. */
export function blocksOf(lines: readonly PdfLine[]): readonly PdfBlock[] {
  const measures = measurePdf(lines)
  const groups: { readonly kind: Kind; readonly lines: PdfLine[] }[] = []
  for (const line of lines) {
    const group = groups.at(-1)
    const kind = kindOf(line, measures)
    if (group !== undefined && continuesGroup(group.kind, group.lines, line, kind, measures)) {
      group.lines.push(line)
    } else groups.push({ kind, lines: [line] })
  }
  return groups.map(({ kind, lines: own }) => ({
    kind,
    text: kind === 'code' ? codeLines(own) : joinLines(own, measures.words),
    level: levelOf(own, measures),
    page: own[0]?.page ?? 0,
  }))
}

function kindOf(line: PdfLine, { bodySize, fixedWidthMeansCode }: PdfMeasures): Kind {
  if (isHeading(line, bodySize)) return 'heading'
  if (line.fixedWidth && fixedWidthMeansCode) return 'code'
  if (contentsLine.test(line.text)) return 'row'
  return listItem.test(line.text) ? 'item' : 'paragraph'
}

function isHeading({ size, text }: PdfLine, bodySize: number): boolean {
  return isLarge(size, bodySize) && text.length <= longestHeading && /\p{L}/u.test(text)
}

function continuesGroup(
  kind: Kind,
  group: readonly PdfLine[],
  line: PdfLine,
  lineKind: Kind,
  measures: PdfMeasures,
): boolean {
  const before = group.at(-1)
  if (before === undefined || before.page !== line.page) {
    return before !== undefined && continuesOnNextPage(kind, before, line, lineKind)
  }
  const drop = before.y - line.y
  const near = drop > 0 && drop <= Math.max(before.size, line.size) * measures.leading * looseLines
  if (kind === 'heading') return lineKind === 'heading' && near && before.size === line.size
  if (kind === 'code') return lineKind === 'code' && drop > 0 && drop <= line.size * looseCode
  if (kind === 'row' || lineKind !== 'paragraph') return false
  if (drop <= 0) return continuesSentence(before, line)
  return near && !startsParagraph(kind, group, line)
}

/** In books a paragraph starts with an indent, where in letters it starts with a gap. */
function startsParagraph(kind: Kind, group: readonly PdfLine[], line: PdfLine): boolean {
  if (kind === 'item') return false
  const left = Math.min(...group.slice(-3).map(({ x }) => x))
  const indent = line.x - left
  return indent > line.size * leastIndent && indent < line.size * mostIndent
}

function continuesOnNextPage(kind: Kind, before: PdfLine, line: PdfLine, lineKind: Kind): boolean {
  if (kind === 'code') return lineKind === 'code'
  return (
    (kind === 'paragraph' || kind === 'item') &&
    lineKind === 'paragraph' &&
    line.page === before.page + 1 &&
    continuesSentence(before, line)
  )
}

function continuesSentence(before: PdfLine, line: PdfLine): boolean {
  return !sentenceEnd.test(before.text) && /^["“(]?\p{Ll}/u.test(line.text)
}

function levelOf(lines: readonly PdfLine[], { headingSizes }: PdfMeasures): number {
  const rank = headingSizes.indexOf(lines[0]?.size ?? 0)
  return Math.min(6, rank < 0 ? 6 : rank + 1)
}
