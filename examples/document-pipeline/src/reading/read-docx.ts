import { Parser } from 'htmlparser2'
import { brokenFile } from './admit-file.js'
import { cleanLine } from './clean-text.js'
import type { Reading } from './document.js'
import { DocumentError, reasonOf } from './document-error.js'
import { meaningfulTitle } from './document-title.js'
import { readHtml } from './read-html.js'
import { type ZipArchive, ZipTooLarge } from './zip-archive.js'

const mebibyte = 1024 * 1024
/** A text of a thousand pages unpacks to about 20 MiB. */
const mostText = 64 * mebibyte
/** What all parts together may declare; pictures are never unpacked. */
const mostDeclared = 1024 * mebibyte

/** Kinds of paragraph that Word's own styles and common templates use beyond headings and lists. */
const styles: readonly string[] = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name^='Code'] => pre:separator('\\n')",
  "p[style-name='Source Code'] => pre:separator('\\n')",
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
  "p[style-name='Plain Text'] => p:fresh",
]

/** Reads a Word document. Its pictures and macros are left alone. */
export async function readDocx(archive: ZipArchive, name: string): Promise<Reading> {
  try {
    const parts = await unpackText(archive, name)
    const reading = readHtml(await convertToHtml(parts))
    const core = Object.entries(parts).find(([part]) => /^docProps\/core\.xml$/i.test(part))
    const title = meaningfulTitle(core === undefined ? '' : titleOf(core[1]))
    return { ...reading, title }
  } catch (error) {
    throw toDocumentError(error, name)
  }
}

type Parts = Record<string, Uint8Array>

/** Unpacks the parts that hold text and its formatting, within limits. */
async function unpackText(archive: ZipArchive, name: string): Promise<Parts> {
  if (archive.entries.some((entry) => entry.isEncrypted())) throw locked(name)
  const declared = archive.entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  if (declared > mostDeclared) throw new ZipTooLarge(`declares ${declared} bytes`)
  const parts: Parts = {}
  let left = mostText
  for (const entry of archive.entries) {
    if (!/\.(?:xml|rels)$/i.test(entry.fileName)) continue
    const part = await archive.unpack(entry, left)
    left -= part.length
    parts[entry.fileName] = part
  }
  return parts
}

/** Hands mammoth a new archive of the parts that were checked, so that it can unpack nothing else. */
async function convertToHtml(parts: Parts): Promise<string> {
  const [{ default: mammoth }, { zipSync }] = await Promise.all([
    import('mammoth'),
    import('fflate'),
  ])
  const withoutPicture = mammoth.images.imgElement(async () => ({ src: '' }))
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(zipSync(parts, { level: 0 })) },
    { styleMap: [...styles], convertImage: withoutPicture, includeEmbeddedStyleMap: false },
  )
  return value
}

function titleOf(coreProperties: Uint8Array): string {
  let title = ''
  let inTitle = false
  const parser = new Parser(
    {
      onopentag(name) {
        inTitle = name === 'dc:title'
      },
      ontext(text) {
        if (inTitle) title += text
      },
      onclosetag() {
        inTitle = false
      },
    },
    { xmlMode: true },
  )
  parser.end(Buffer.from(coreProperties).toString('utf8'))
  return cleanLine(title)
}

function toDocumentError(error: unknown, name: string): DocumentError {
  if (error instanceof DocumentError) return error
  if (error instanceof ZipTooLarge) return tooLarge(name, reasonOf(error))
  return brokenFile(name, 'a Word document', reasonOf(error))
}

function locked(name: string): DocumentError {
  return new DocumentError(
    'FILE_ENCRYPTED',
    `“${name}” is protected with a password. Save it without the password and send it again.`,
  )
}

function tooLarge(name: string, detail: string): DocumentError {
  return new DocumentError(
    'FILE_TOO_LARGE',
    `“${name}” unpacks to far more than a document holds, so it was not opened. ` +
      'Save it anew from Word, or split it.',
    detail,
  )
}
