import { createInflate, inflateSync } from 'node:zlib'

/** What is wrong with a PDF before it is opened; undefined fields are fine. */
export interface PdfSoundness {
  /** The file ends too early, or a part that may hold text cannot be unpacked. */
  readonly broken?: string
  /** It unpacks to more than any document needs. */
  readonly tooLarge?: string
  /** Parts whose packed data does not add up, though it can be unpacked. */
  readonly doubtfulParts: number
}

const mebibyte = 1024 * 1024
const largestPart = 128 * mebibyte
const largestPicture = 1024 * mebibyte
const largestTotal = 1024 * mebibyte
/** Deflate packs at most about a thousand to one, so that parts below this cannot reach the limit. */
const smallPart = 64 * 1024

/**
 * Checks that a PDF ends where it says it ends and that its text can be unpacked. pdf.js would
 * read on with what is left, so that pages went missing without a word.
 */
export async function checkPdf(bytes: Uint8Array): Promise<PdfSoundness> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const broken = cutOff(file)
  if (broken !== undefined) return { broken, doubtfulParts: 0 }
  // The parts of an encrypted file can be looked into only after decryption.
  if (file.includes('/Encrypt')) return { doubtfulParts: 0 }
  return checkParts(file)
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
  let doubtfulParts = 0
  let total = 0
  for (const part of packedParts(file)) {
    const limit = part.picture ? largestPicture : largestPart
    const { length, failure } = await unpackedLength(part.data, limit)
    if (!part.picture) total += length
    if (length > limit || total > largestTotal || part.packedTwice) {
      return { tooLarge: `a part of ${part.data.length} bytes unpacks to too much`, doubtfulParts }
    }
    if (failure === undefined || !part.mayHoldText) continue
    if (isHarmless(failure)) doubtfulParts++
    else return { broken: `a part cannot be unpacked: ${failure}`, doubtfulParts }
  }
  return { doubtfulParts }
}

/** The data came out whole: only the checksum behind it is wrong or missing. */
function isHarmless(failure: string): boolean {
  return /incorrect data check|unexpected end of file/.test(failure)
}

interface PackedPart {
  readonly data: Buffer
  readonly picture: boolean
  readonly mayHoldText: boolean
  readonly packedTwice: boolean
}

/** Finds the parts packed with deflate, by the words around them rather than by the file's table. */
function* packedParts(file: Buffer): Generator<PackedPart> {
  let at = 0
  for (;;) {
    const keyword = file.indexOf('stream', at)
    if (keyword < 0) return
    at = keyword + 6
    const before = file.toString('latin1', Math.max(0, keyword - 2048), keyword)
    const lineEnd = file[at] === 13 && file[at + 1] === 10 ? 2 : file[at] === 10 ? 1 : 0
    if (lineEnd === 0 || !/>>\s*$/.test(before)) continue
    const end = file.indexOf('endstream', at)
    if (end < 0) return
    const properties = before.slice(before.lastIndexOf(' obj') + 1)
    if (/\/Filter\s*\[?\s*\/Fl(?:ateDecode)?\b/.test(properties)) {
      yield describePart(file.subarray(at + lineEnd, end), properties)
    }
    at = end + 9
  }
}

function describePart(data: Buffer, properties: string): PackedPart {
  const picture = /\/Subtype\s*\/Image\b/.test(properties)
  const kind = /\/(?:Type|Subtype|FunctionType|ShadingType|PatternType|Length1|Length2|N)\b/
  const mayHoldText =
    /\/Type\s*\/(?:ObjStm|XRef)\b|\/Subtype\s*\/Form\b/.test(properties) || !kind.test(properties)
  const packedTwice = (properties.match(/\/Fl(?:ateDecode)?\b/g) ?? []).length > 1
  return { data, picture, mayHoldText, packedTwice }
}

interface Unpacked {
  readonly length: number
  readonly failure?: string
}

async function unpackedLength(data: Buffer, limit: number): Promise<Unpacked> {
  let length = 0
  try {
    if (data.length <= smallPart) return { length: inflateSync(data).length }
    const stream = createInflate()
    stream.end(data)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > limit) break
    }
    return { length }
  } catch (error) {
    return { length, failure: error instanceof Error ? error.message : String(error) }
  }
}
