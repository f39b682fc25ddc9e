import { createInflate } from 'node:zlib'

/** A part of a PDF that is packed with deflate, before it is unpacked. */
export interface PackedPart {
  readonly data: Buffer
  readonly kind: 'text' | 'objects' | 'font' | 'picture' | 'other'
  /** Packed more than once over, which no program does and which hides the true size. */
  readonly packedTwice: boolean
}

/** Finds the packed parts, by the words around them rather than by the file's own table. */
export function* packedParts(file: Buffer): Generator<PackedPart> {
  let at = 0
  for (;;) {
    const keyword = file.indexOf('stream', at)
    if (keyword < 0) return
    at = keyword + 'stream'.length
    const start = at + lineEndAt(file, at)
    const before = file.toString('latin1', Math.max(0, keyword - 2048), keyword)
    if (start === at || !/>>\s*$/.test(before)) continue
    const end = file.indexOf('endstream', start)
    if (end < 0) return
    const properties = before.slice(before.lastIndexOf(' obj') + 1)
    if (/\/Filter\s*\[?\s*\/Fl(?:ateDecode)?\b/.test(properties)) {
      yield describePart(file.subarray(start, end), properties)
    }
    at = end + 'endstream'.length
  }
}

function lineEndAt(file: Buffer, at: number): number {
  if (file[at] === 10) return 1
  return file[at] === 13 && file[at + 1] === 10 ? 2 : 0
}

function describePart(data: Buffer, properties: string): PackedPart {
  const packedTwice = (properties.match(/\/Fl(?:ateDecode)?\b/g) ?? []).length > 1
  return { data, kind: kindOf(properties), packedTwice }
}

/** Pages' content is the kind that says nothing about itself. */
function kindOf(properties: string): PackedPart['kind'] {
  if (/\/Subtype\s*\/Image\b/.test(properties)) return 'picture'
  if (/\/Type\s*\/ObjStm\b/.test(properties)) return 'objects'
  if (/\/Type\s*\/XRef\b|\/Subtype\s*\/Form\b/.test(properties)) return 'text'
  if (/\/Length[123]\b|\/Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType)\b/.test(properties)) {
    return 'font'
  }
  const saysWhatItIs = /\/(?:Type|Subtype|FunctionType|ShadingType|PatternType|N)\b/
  return saysWhatItIs.test(properties) ? 'other' : 'text'
}

export interface UnpackedPart {
  readonly length: number
  /** The beginning of the content, as far as it was asked for. */
  readonly content: string
  /** Why unpacking ended before the content did. */
  readonly failure?: string
}

/** Unpacks a part, but not more than `limit` bytes, and keeps at most `keep` bytes of it. */
export async function unpackPart(data: Buffer, limit: number, keep: number): Promise<UnpackedPart> {
  let length = 0
  let content = ''
  try {
    const stream = createInflate({ chunkSize: 64 * 1024 })
    stream.end(data)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length
      if (content.length < keep) content += chunk.toString('latin1')
      if (length > limit) break
    }
    return { length, content }
  } catch (error) {
    return { length, content, failure: error instanceof Error ? error.message : String(error) }
  }
}
