import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs'
import { brokenFile } from './admit-file.js'
import { type DocumentAnchor, nothingCounted, type Reading } from './document.js'
import { DocumentError, reasonOf } from './document-error.js'
import { leadsOut } from './html-links.js'
import { withPdf } from './open-pdf.js'
import { withoutFurniture } from './page-furniture.js'
import { blocksOf, type PdfBlock } from './pdf-blocks.js'
import { linesOfPage, type PdfLine } from './pdf-lines.js'
import { type PdfProperties, readProperties } from './pdf-properties.js'
import { checkPdf } from './pdf-soundness.js'
import { joinBlocks } from './text-flow.js'

/** Reads a PDF page by page. Its pictures are not looked at, its scripts not run. */
export async function readPdf(
  bytes: Uint8Array,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const { broken, tooLarge, doubtfulParts, declaredPages } = await checkPdf(bytes)
  if (broken !== undefined) throw brokenFile(name, 'a PDF document', broken)
  if (tooLarge !== undefined) throw unpacksToTooMuch(name, tooLarge)
  return withPdf(bytes, name, async ({ document, missingTables }) => {
    checkPageCount(document.numPages, declaredPages, name)
    const pages = await readPages(document, name, signal)
    const reading = toReading(pages, await readProperties(document))
    return { ...reading, damagedParts: doubtfulParts, unreadableFonts: missingTables.size }
  })
}

/** Where page objects are damaged, pdf.js goes on with the pages it finds. */
function checkPageCount(found: number, declared: ReadonlySet<number>, name: string): void {
  if (declared.size === 0 || declared.has(found)) return
  const detail = `the file says it has ${[...declared].join(' or ')} pages, but ${found} can be found`
  throw brokenFile(name, 'a PDF document', detail)
}

interface PdfPage {
  readonly lines: readonly PdfLine[]
  readonly links: readonly string[]
}

async function readPages(
  document: PDFDocumentProxy,
  name: string,
  signal: AbortSignal | undefined,
): Promise<readonly PdfPage[]> {
  const pages: PdfPage[] = []
  for (let number = 1; number <= document.numPages; number++) {
    signal?.throwIfAborted()
    pages.push(await readPage(document, number, name))
  }
  return pages
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
  name: string,
): Promise<PdfPage> {
  try {
    const page = await document.getPage(number)
    const lines = linesOfPage(await page.getTextContent(), number)
    const links = await linksOf(page)
    page.cleanup()
    return { lines, links }
  } catch (error) {
    throw brokenPage(name, number, document.numPages, reasonOf(error))
  }
}

function brokenPage(name: string, page: number, pages: number, detail: string): DocumentError {
  return new DocumentError(
    'FILE_BROKEN',
    `Page ${page} of ${pages} in “${name}” is damaged and cannot be read. Get a fresh copy and send that.`,
    detail,
  )
}

/** Links are worth having, but a page is whole without them. */
async function linksOf(page: PDFPageProxy): Promise<readonly string[]> {
  const annotations: readonly LinkAnnotation[] = await page.getAnnotations().catch(() => [])
  return annotations.flatMap(({ unsafeUrl, url }) => unsafeUrl ?? url ?? [])
}

interface LinkAnnotation {
  readonly url?: string
  readonly unsafeUrl?: string
}

function toReading(pages: readonly PdfPage[], { title, outline }: PdfProperties): Reading {
  const blocks = blocksOf(withoutFurniture(pages.map(({ lines }) => lines)).flat())
  const headings = blocks.filter(({ kind }) => kind === 'heading')
  const code = blocks.filter(({ kind }) => kind === 'code')
  return {
    title: title || largestOnFirstPage(headings),
    text: joinBlocks(blocks),
    headings: outline.length > 1 ? outline : headings.map(({ level, text }) => ({ level, text })),
    anchors: anchorsOf(pages),
    codeBlocks: code.length,
    counts: countBlocks(blocks),
    pages: pages.length,
    pagesWithoutText: pages.filter(({ lines }) => lines.length === 0).length,
  }
}

function largestOnFirstPage(headings: readonly PdfBlock[]): string {
  const onFirst = headings.filter(({ page }) => page === 1)
  const highest = Math.min(...onFirst.map(({ level }) => level))
  return onFirst.find(({ level }) => level === highest)?.text ?? ''
}

function anchorsOf(pages: readonly PdfPage[]): readonly DocumentAnchor[] {
  const targets = new Set(pages.flatMap(({ links }) => links.filter(leadsOut)))
  return [...targets].map((target) => ({ target, text: '' }))
}

function countBlocks(blocks: readonly PdfBlock[]): Reading['counts'] {
  const of = (kind: PdfBlock['kind']) => blocks.filter((block) => block.kind === kind)
  const isListStart = (block: PdfBlock, index: number) =>
    block.kind === 'item' && blocks[index - 1]?.kind !== 'item'
  return {
    ...nothingCounted,
    paragraphs: of('paragraph').length,
    lists: blocks.filter(isListStart).length,
    listItems: of('item').length,
    codeCharacters: of('code').reduce((sum, { text }) => sum + text.length, 0),
  }
}

function unpacksToTooMuch(name: string, detail: string): DocumentError {
  return new DocumentError(
    'FILE_TOO_LARGE',
    `“${name}” unpacks to far more than a document holds, so it was not opened. ` +
      'Save it anew from the program that made it.',
    detail,
  )
}
