import { crc32 } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'

/** An archive whose table of contents has been read; its parts are unpacked when asked for. */
export interface ZipArchive {
  readonly entries: readonly Entry[]
  /**
   * Unpacks one part and checks it. Throws `ZipTooLarge` before it has unpacked more than `limit`
   * bytes, whatever length the part declares, and another error if the part is damaged.
   */
  unpack(entry: Entry, limit: number): Promise<Uint8Array>
}

export class ZipTooLarge extends Error {
  override readonly name = 'ZipTooLarge'
}

/** More parts than any document has, and few enough to list. */
const mostEntries = 20_000

/** Reads an archive's table of contents. Throws if it is cut off or damaged. */
export async function openZip(bytes: Uint8Array): Promise<ZipArchive> {
  const { fromBufferPromise } = await import('yauzl')
  const file = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  if (file.entryCount > mostEntries) throw new ZipTooLarge(`${file.entryCount} entries`)
  const entries: Entry[] = []
  for await (const entry of file.eachEntry()) entries.push(entry)
  return { entries, unpack: (entry, limit) => unpack(file, entry, limit) }
}

async function unpack(file: ZipFile, entry: Entry, limit: number): Promise<Uint8Array> {
  if (entry.uncompressedSize > limit) throw new ZipTooLarge(`${entry.fileName} declares too much`)
  const stream = await file.openReadStreamPromise(entry)
  const chunks: Uint8Array[] = []
  let length = 0
  let checksum = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limit) throw new ZipTooLarge(`${entry.fileName} unpacks to too much`)
    checksum = crc32(chunk, checksum)
    chunks.push(chunk)
  }
  if (checksum !== entry.crc32) throw new Error(`${entry.fileName} has a wrong checksum`)
  return Buffer.concat(chunks)
}
