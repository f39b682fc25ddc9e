import type { PDFPageProxy } from 'unpdf/pdfjs'

type PageText = Awaited<ReturnType<PDFPageProxy['getTextContent']>>
type TextItem = Extract<PageText['items'][number], { readonly str: string }>

/** A line of text on a page. Lengths are in points; `y` counts upwards from the foot of the page. */
export interface PdfLine {
  readonly text: string
  readonly page: number
  readonly x: number
  readonly y: number
  readonly size: number
  /** Set in letters of equal width, as code is. */
  readonly fixedWidth: boolean
}

/** A shift of the base line below this share of the size is an exponent or an index, not a new line. */
const sameLine = 0.6

const mostlyFixed = 0.8

/**
 * Puts the pieces of a page together to lines, in the order in which the page draws them: that is
 * the order of reading for nearly all programs that make PDFs, also in columns.
 */
export function linesOfPage(content: PageText, page: number): readonly PdfLine[] {
  const lines: PdfLine[] = []
  let pieces: TextItem[] = []
  const endLine = () => {
    const line = toLine(pieces, content, page)
    if (line !== undefined) lines.push(line)
    pieces = []
  }
  for (const item of content.items) {
    if (!('str' in item)) continue
    const before = pieces.at(-1)
    if (before !== undefined && !continuesLine(before, item)) endLine()
    if (item.str !== '') pieces.push(item)
    if (item.hasEOL) endLine()
  }
  endLine()
  return lines
}

function continuesLine(before: TextItem, item: TextItem): boolean {
  const size = Math.max(sizeOf(before), sizeOf(item), 1)
  const goesBack = xOf(item) < xOf(before) - size
  return Math.abs(yOf(item) - yOf(before)) <= size * sameLine && (!goesBack || item.dir === 'rtl')
}

function toLine(
  pieces: readonly TextItem[],
  { styles }: PageText,
  page: number,
): PdfLine | undefined {
  const text = tidy(pieces.map(({ str }) => str).join(''))
  const [first] = pieces
  if (text === '' || first === undefined) return undefined
  const main = pieces.reduce((a, b) => (b.str.trim().length > a.str.trim().length ? b : a))
  return {
    text,
    page,
    x: xOf(first),
    y: yOf(main),
    size: Math.round(sizeOf(main) * 2) / 2,
    fixedWidth: isFixedWidth(pieces, styles),
  }
}

/** A word of code in a line of prose does not make the line code. */
function isFixedWidth(pieces: readonly TextItem[], styles: PageText['styles']): boolean {
  let fixed = 0
  let all = 0
  for (const { str, fontName } of pieces) {
    const length = str.trim().length
    all += length
    if (styles[fontName]?.fontFamily === 'monospace') fixed += length
  }
  return fixed > all * mostlyFixed
}

/** The dots that lead from a title to its page number become one sign. */
function tidy(text: string): string {
  return text
    .replace(/(?:\s?\.){4,}\s*/g, ' … ')
    .replace(/[ \t\u00a0]+/g, ' ')
    .trim()
}

function xOf(item: TextItem): number {
  return Number(item.transform[4])
}

function yOf(item: TextItem): number {
  return Number(item.transform[5])
}

function sizeOf({ transform }: TextItem): number {
  return Math.hypot(Number(transform[2]), Number(transform[3]))
}
