import { declaredPages } from './pdf-page-count.js'
import { packedParts, unpackPart } from './pdf-parts.js'

/** What is known about a PDF before it is opened. */
export interface PdfSoundness {
  /** The file ends too early, or a part that its text needs cannot be unpacked whole. */
  readonly broken?: string
  /** It unpacks to more than any document needs. */
  readonly tooLarge?: string
  /** Parts that do not match their checksum, where none of the file does: its writer was careless. */
  readonly doubtfulParts: number
  /** How many pages the file says it has, in any of its revisions; empty if that cannot be seen. */
  readonly declaredPages: ReadonlySet<number>
}

const mebibyte = 1024 * 1024
const largestPart = 128 * mebibyte
const largestPicture = 1024 * mebibyte
const largestTotal = 1024 * mebibyte
/** A part that holds objects is seldom larger than a few hundred kilobytes. */
const keptForCounting = 16 * mebibyte

const nothingFound: PdfSoundness = { doubtfulParts: 0, declaredPages: new Set() }

/**
 * Checks that a PDF ends where it says it ends and that its text can be unpacked. pdf.js would
 * read on with what is left, so that pages went missing without a word.
 */
export async function checkPdf(bytes: Uint8Array): Promise<PdfSoundness> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const broken = cutOff(file)
  if (broken !== undefined) return { ...nothingFound, broken }
  // The parts of an encrypted file can be looked into only after decryption.
  return file.includes('/Encrypt') ? nothingFound : checkParts(file)
}

/** Says how a file was cut off, if it was. */
function cutOff(file: Buffer): string | undefined {
  const pointer = file.lastIndexOf('startxref')
  if (pointer < 0) return 'the end of the file is missing'
  const end = file.lastIndexOf('%%EOF')
  const rest = file.toString('latin1', Math.max(pointer, end))
  if (/\d\s+\d+\s+obj\b/.test(rest)) return 'the file goes on after its last complete part'
  return end > pointer || pointsToTable(file, pointer)
    ? undefined
    : 'the end of the file is cut off'
}

function pointsToTable(file: Buffer, pointer: number): boolean {
  const tail = file.toString('latin1', pointer, pointer + 64)
  const offset = Number(/^startxref\s+(\d+)/.exec(tail)?.[1] ?? Number.NaN)
  if (Number.isNaN(offset)) return false
  return /^\s*(?:xref|\d+\s+\d+\s+obj)/.test(file.toString('latin1', offset, offset + 64))
}

async function checkParts(file: Buffer): Promise<PdfSoundness> {
  const pages = declaredPages(file.toString('latin1'))
  const failures: string[] = []
  let checked = 0
  let total = 0
  for (const { data, kind, packedTwice } of packedParts(file)) {
    const limit = kind === 'picture' ? largestPicture : largestPart
    const keep = kind === 'objects' ? keptForCounting : 0
    const { length, content, failure } = await unpackPart(data, limit, keep)
    total += kind === 'picture' ? 0 : length
    if (length > limit || total > largestTotal || packedTwice) {
      return { ...nothingFound, tooLarge: `a part of ${data.length} bytes unpacks to too much` }
    }
    for (const count of declaredPages(content)) pages.add(count)
    if (kind === 'picture' || kind === 'other') continue
    checked++
    if (failure !== undefined) failures.push(failure)
  }
  return { ...judge(failures, checked), declaredPages: pages }
}

/** Some writers leave out or get wrong the checksums of all parts; damage hits single ones. */
function judge(failures: readonly string[], checked: number) {
  const ofContent = failures.find((failure) => !/data check|unexpected end/.test(failure))
  const failure = ofContent ?? (failures.length < checked ? failures[0] : undefined)
  const doubtfulParts = failures.length
  if (failure === undefined) return { doubtfulParts }
  return { doubtfulParts, broken: `a part cannot be unpacked: ${failure}` }
}
