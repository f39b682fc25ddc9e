import { crc32 } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'

/** An archive whose table of contents has been read; its parts are unpacked when asked for. */
export interface ZipArchive {
  readonly entries: readonly Entry[]
  /**
   * Unpacks one part and checks it. Throws `ZipTooLarge` if it declares more than `limit` bytes,
   * and another error if it is damaged or unpacks to more than it declares.
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
  // The stream ends with an error as soon as it is longer than declared.
  const stream = await file.openReadStreamPromise(entry)
  const chunks: Uint8Array[] = []
  let checksum = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    checksum = crc32(chunk, checksum)
    chunks.push(chunk)
  }
  if (checksum !== entry.crc32) throw new Error(`${entry.fileName} has a wrong checksum`)
  return Buffer.concat(chunks)
}
