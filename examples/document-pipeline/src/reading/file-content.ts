import { decodeText } from './decode-text.js'
import type { FileName } from './file-name.js'
import { type TextFormat, textFormat } from './text-format.js'
import { openZip, type ZipArchive } from './zip-archive.js'

/** What the bytes of a file are, whatever its name says. */
export type FileContent =
  | { readonly kind: 'pdf' }
  | { readonly kind: 'docx'; readonly archive: ZipArchive }
  | { readonly kind: TextFormat; readonly text: string }
  /** An Office document behind a password. */
  | { readonly kind: 'locked' }
  /** An archive that is cut off or damaged, or a Word document without its main part. */
  | { readonly kind: 'broken-archive'; readonly detail: string }
  /** Something known that is not read here: `what` in words, and the extension it should have. */
  | { readonly kind: 'foreign'; readonly what: string; readonly extension: string }
  | { readonly kind: 'unknown' }

const pdfMark = '%PDF-'
/** Readers of PDF accept this much in front of the mark. */
const pdfMarkWithin = 1024
const compoundFileMark = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const sniffed = 256 * 1024

/** Finds out what the bytes are. Never throws. */
export async function identifyContent(bytes: Uint8Array, file: FileName): Promise<FileContent> {
  if (isPdf(bytes, file)) return { kind: 'pdf' }
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0x50, 0x4b, 5, 6])) {
    return identifyArchive(bytes)
  }
  if (startsWith(bytes, compoundFileMark)) return identifyCompoundFile(bytes)
  const decoded = decodeText(bytes)
  if (decoded !== undefined) return identifyText(decoded.text, file)
  return identifyBinary(bytes)
}

function isPdf(bytes: Uint8Array, file: FileName): boolean {
  const start = Buffer.from(bytes.subarray(0, pdfMarkWithin)).toString('latin1')
  const at = start.indexOf(pdfMark)
  return at >= 0 && (file.expects === 'pdf' || /^(?:\xef\xbb\xbf|\s)*$/.test(start.slice(0, at)))
}

/** The office formats are archives that differ in what they contain. */
async function identifyArchive(bytes: Uint8Array): Promise<FileContent> {
  try {
    const archive = await openZip(bytes)
    const has = (pattern: RegExp) => archive.entries.some(({ fileName }) => pattern.test(fileName))
    if (has(/^word\/document\.xml$/i)) return { kind: 'docx', archive }
    if (has(/^word\//i)) return { kind: 'broken-archive', detail: 'no word/document.xml' }
    if (has(/^xl\//i)) return foreign('an Excel workbook', 'xlsx')
    if (has(/^ppt\//i)) return foreign('a PowerPoint presentation', 'pptx')
    if (has(/^META-INF\/container\.xml$/)) return foreign('an e-book', 'epub')
    if (has(/^content\.xml$/) && has(/^mimetype$/)) return foreign('an OpenDocument file', 'odt')
    return foreign('a ZIP archive', 'zip')
  } catch (error) {
    return { kind: 'broken-archive', detail: String(error) }
  }
}

/** The container of Office before 2007, which also holds newer documents behind a password. */
function identifyCompoundFile(bytes: Uint8Array): FileContent {
  const holds = (name: string) => Buffer.from(bytes).includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage')) return { kind: 'locked' }
  if (holds('WordDocument')) return foreign('a Word document of the old kind', 'doc')
  if (holds('Workbook')) return foreign('an Excel workbook of the old kind', 'xls')
  if (holds('PowerPoint Document')) return foreign('a presentation of the old kind', 'ppt')
  return foreign('an Office file of the old kind', 'doc')
}

function identifyText(text: string, file: FileName): FileContent {
  if (text.startsWith('{\\rtf')) return foreign('a rich text file', 'rtf')
  if (text.startsWith('%!PS')) return foreign('a PostScript file', 'ps')
  if (file.extension === 'svg' && /<svg[\s>]/.test(text)) return foreign('a drawing', 'svg')
  return { kind: textFormat(text, file.extension), text }
}

async function identifyBinary(bytes: Uint8Array): Promise<FileContent> {
  const { fileTypeFromBuffer } = await import('file-type')
  try {
    const type = await fileTypeFromBuffer(bytes.subarray(0, sniffed))
    return type === undefined ? { kind: 'unknown' } : foreign(inWords(type.mime), type.ext)
  } catch {
    return { kind: 'unknown' }
  }
}

function inWords(mime: string): string {
  if (mime.startsWith('image/')) return 'a picture'
  if (mime.startsWith('audio/')) return 'a sound recording'
  if (mime.startsWith('video/')) return 'a video'
  if (mime.startsWith('font/')) return 'a font'
  if (/elf|msdownload|mach-binary|wasm/.test(mime)) return 'a program'
  if (/zip|tar|compress|7z|rar|xz|zstd|lz/.test(mime)) return 'a packed archive'
  return 'another kind of file'
}

function foreign(what: string, extension: string): FileContent {
  return { kind: 'foreign', what, extension }
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte)
}
