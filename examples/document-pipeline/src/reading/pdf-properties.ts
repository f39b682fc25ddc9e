import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { cleanLine } from './clean-text.js'
import type { DocumentHeading } from './document.js'
import { meaningfulTitle } from './document-title.js'

/** What a PDF says about itself beside its pages. */
export interface PdfProperties {
  readonly title: string
  /** The bookmarks, which most programs make from the headings. */
  readonly outline: readonly DocumentHeading[]
}

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>

const deepestLevel = 6
const mostBookmarks = 5000

/** Reads title and bookmarks; what of them is damaged counts as absent. */
export async function readProperties(document: PDFDocumentProxy): Promise<PdfProperties> {
  const metadata = await document.getMetadata().catch(() => undefined)
  const outline = await document.getOutline().catch(() => [])
  const info = metadata?.info as { readonly Title?: unknown } | undefined
  return {
    title: typeof info?.Title === 'string' ? meaningfulTitle(info.Title) : '',
    outline: flatten(outline ?? [], 1).slice(0, mostBookmarks),
  }
}

function flatten(outline: Outline, level: number): readonly DocumentHeading[] {
  if (level > deepestLevel) return []
  return outline.flatMap(({ title, items }) => {
    const text = cleanLine(title)
    return [...(text === '' ? [] : [{ level, text }]), ...flatten(items, level + 1)]
  })
}
