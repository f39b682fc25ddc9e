import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { brokenFile } from './admit-file.js'
import { DocumentError, reasonOf } from './document-error.js'
import { holdRejections } from './hold-rejections.js'

export interface OpenPdf {
  readonly document: PDFDocumentProxy
  /** Character tables that fonts of this document need and that are not at hand; grows while reading. */
  readonly missingTables: ReadonlySet<string>
}

/** Opens a PDF with pdf.js, in this thread, without network, canvas or scripts, and closes it after use. */
export async function withPdf<T>(
  bytes: Uint8Array,
  name: string,
  use: (pdf: OpenPdf) => Promise<T>,
): Promise<T> {
  const { getResolvedPDFJS } = await import('unpdf')
  const library = await getResolvedPDFJS()
  return holdRejections(thrownBy(library), async () => {
    const missingTables = new Set<string>()
    const task = library.getDocument({ ...settings, ...source(bytes, missingTables) })
    try {
      const document = await task.promise.catch((error) => {
        throw toDocumentError(error, name)
      })
      return await use({ document, missingTables })
    } finally {
      await task.destroy().catch(() => {})
    }
  })
}

type Library = typeof import('unpdf/pdfjs')

const settings = {
  useWorkerFetch: false,
  useWasm: false,
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: true,
  isOffscreenCanvasSupported: false,
  // A page that cannot be parsed to its end is an error, not a shorter page.
  stopAtErrors: true,
  verbosity: 0,
}

/** pdf.js takes the bytes for itself, so it gets a copy. (`slice` on a Buffer makes none.) */
function source(bytes: Uint8Array, missingTables: Set<string>) {
  return { data: new Uint8Array(bytes), BinaryDataFactory: dataFactory(missingTables) }
}

/** Tells errors of pdf.js, whose classes share one ancestor, from those of everyone else. */
function thrownBy({ InvalidPDFException }: Library): (reason: unknown) => boolean {
  const Ancestor = Object.getPrototypeOf(InvalidPDFException)
  return (reason) =>
    reason instanceof Ancestor || (reason instanceof Error && /\bpdfjs\b/.test(reason.stack ?? ''))
}

interface DataRequest {
  readonly kind: string
  readonly filename: string
}

/**
 * Hands pdf.js the character tables that East Asian fonts refer to by name; unpdf does not carry
 * them, pdfjs-dist does. Without a font's shapes its text can be read, without its table it cannot.
 */
function dataFactory(missingTables: Set<string>) {
  return class {
    async fetch({ kind, filename }: DataRequest): Promise<Uint8Array> {
      if (kind !== 'cMapUrl') throw new Error(`${filename} is not needed for text`)
      try {
        return new Uint8Array(await readFile(join(tableFolder(), basename(filename))))
      } catch (error) {
        missingTables.add(filename)
        throw error
      }
    }
  }
}

function tableFolder(): string {
  const { resolve } = createRequire(import.meta.url)
  return join(dirname(resolve('pdfjs-dist/package.json')), 'cmaps')
}

function toDocumentError(error: unknown, name: string): DocumentError {
  if (error instanceof Error && error.name === 'PasswordException') {
    return new DocumentError(
      'FILE_ENCRYPTED',
      `“${name}” opens only with a password. Save it without one (for example by printing it to PDF) and send it again.`,
    )
  }
  return brokenFile(name, 'a PDF document', reasonOf(error))
}
