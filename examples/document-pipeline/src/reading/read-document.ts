import { admitFile, brokenFile, type ReadableContent } from './admit-file.js'
import { cleanLine, cleanText } from './clean-text.js'
import { share } from './count-matches.js'
import type { ReadDocument, Reading } from './document.js'
import { DocumentError, reasonOf } from './document-error.js'
import { titleOf } from './document-title.js'
import { identifyContent } from './file-content.js'
import { type FileName, parseFileName } from './file-name.js'
import { countWords, measureDamage } from './measure-text.js'
import { readHtml } from './read-html.js'
import { readMarkdown } from './read-markdown.js'
import { readText } from './read-text.js'

export type {
  DocumentAnchor,
  DocumentDamage,
  DocumentFormat,
  DocumentHeading,
  DocumentStructure,
  ReadDocument,
} from './document.js'
export {
  DocumentError,
  type DocumentErrorCode,
  type DocumentErrorFields,
} from './document-error.js'

/** The largest file that is read, in bytes: 50 MiB. */
export const largestFile = 50 * 1024 * 1024

export interface ReadOptions {
  /** Stops the reading between two pages or steps; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * Reads a document: finds out by its bytes what it is, checks that its name does not promise
 * something else, and takes out its text and structure. Reads nothing from disk or network, and
 * runs nothing that the document contains.
 *
 * @throws DocumentError with one of its codes if the file cannot be read, whatever its bytes are.
 */
export async function readDocument(
  bytes: Uint8Array,
  fileName: string,
  options: ReadOptions = {},
): Promise<ReadDocument> {
  const file = parseFileName(fileName)
  checkSize(bytes, file)
  try {
    options.signal?.throwIfAborted()
    const content = admitFile(file, await identifyContent(bytes, file))
    options.signal?.throwIfAborted()
    return describe(await readContent(content, bytes, file, options.signal), content, file)
  } catch (error) {
    if (error instanceof DocumentError || options.signal?.aborted) throw error
    throw brokenFile(file.name, 'a document', reasonOf(error))
  }
}

function checkSize(bytes: Uint8Array, { name }: FileName): void {
  if (bytes.length === 0) {
    throw new DocumentError(
      'FILE_EMPTY',
      `“${name}” is empty (0 bytes). The copy or upload probably failed: send it again.`,
    )
  }
  if (bytes.length > largestFile) {
    const size = Math.ceil(bytes.length / 1024 / 1024)
    throw new DocumentError(
      'FILE_TOO_LARGE',
      `“${name}” has ${size} MiB, and 50 MiB is the limit. Split it, or save it with smaller pictures.`,
    )
  }
}

async function readContent(
  content: ReadableContent,
  bytes: Uint8Array,
  file: FileName,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  switch (content.kind) {
    case 'pdf': {
      const { readPdf } = await import('./read-pdf.js')
      return readPdf(bytes, file.name, signal)
    }
    case 'docx': {
      const { readDocx } = await import('./read-docx.js')
      return readDocx(content.archive, file.name)
    }
    case 'html':
      return readHtml(content.text)
    case 'markdown':
      return readMarkdown(content.text)
    case 'text':
      return readText(content.text)
  }
}

function describe(reading: Reading, content: ReadableContent, file: FileName): ReadDocument {
  const text = cleanText(reading.text)
  const words = countWords(text)
  if (words === 0) throw noText(reading, file)
  const { counts, pages } = reading
  return {
    format: content.kind,
    title: titleOf(reading, text, file.name),
    text,
    headings: reading.headings.map(({ level, text }) => ({ level, text: cleanLine(text) })),
    links: reading.anchors.map(({ target }) => target),
    anchors: reading.anchors,
    codeBlocks: reading.codeBlocks,
    ...(pages === undefined ? {} : { pages }),
    words,
    structure: {
      ...counts,
      lines: text.split('\n').length,
      codeShare: Math.min(1, share(counts.codeCharacters, text.length)),
    },
    damage: measureDamage(reading, text),
  }
}

function noText({ pages, unreadableFonts = 0 }: Reading, { name }: FileName): DocumentError {
  const advice =
    pages === undefined
      ? 'Check that the right file was sent.'
      : unreadableFonts > 0
        ? 'Its fonts are not embedded: export it again with embedded fonts, or run text recognition (OCR) on it.'
        : 'It was probably scanned: run text recognition (OCR) on it first.'
  return new DocumentError('NO_TEXT', `“${name}” has no readable text. ${advice}`)
}
