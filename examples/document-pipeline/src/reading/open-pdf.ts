import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { brokenFile } from './admit-file.js'
import { DocumentError, reasonOf } from './document-error.js'

export interface OpenPdf {
  readonly document: PDFDocumentProxy
  /** Character tables that fonts of this document need and that are not at hand; grows while reading. */
  readonly missingTables: ReadonlySet<string>
  close(): Promise<void>
}

/** Opens a PDF with pdf.js, in this thread, without network, canvas or scripts. */
export async function openPdf(bytes: Uint8Array, name: string): Promise<OpenPdf> {
  const { getResolvedPDFJS } = await import('unpdf')
  const { getDocument } = await getResolvedPDFJS()
  const missingTables = new Set<string>()
  const task = getDocument({
    // pdf.js takes the bytes for itself, so it gets a copy. (`slice` on a Buffer makes none.)
    data: new Uint8Array(bytes),
    BinaryDataFactory: dataFactory(missingTables),
    useWorkerFetch: false,
    useWasm: false,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: true,
    isOffscreenCanvasSupported: false,
    // A page that cannot be parsed to its end is an error, not a shorter page.
    stopAtErrors: true,
    verbosity: 0,
  })
  const close = () => task.destroy().catch(() => {})
  try {
    return { document: await task.promise, missingTables, close }
  } catch (error) {
    await close()
    throw toDocumentError(error, name)
  }
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
