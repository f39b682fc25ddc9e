import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Classification, classifyDocument } from '../classification/classify.js'
import { type Quality, scoreQuality } from '../quality/score.js'
import type { ReadDocument } from '../reading/document.js'
import { DocumentError, type DocumentErrorFields } from '../reading/document-error.js'
import { readDocument } from '../reading/read-document.js'

// What runs in a worker thread: everything that keeps a processor busy. Errors go back as data,
// because an error loses its code on the way between threads.

export interface Recognised {
  readonly read: ReadDocument
  readonly classification: Classification
  /** SHA-256 of the file's bytes. */
  readonly hash: string
}

export type Answer<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'refused'; readonly error: DocumentErrorFields }

const MAX_FILE_BYTES = 50 * 1024 * 1024

/** Reads a file and decides from its content what it is. */
export async function recognise({ path }: { readonly path: string }): Promise<Answer<Recognised>> {
  try {
    const bytes = await readBytes(path)
    const read = await readDocument(bytes, basename(path))
    const hash = createHash('sha256').update(bytes).digest('hex')
    return { status: 'done', value: { read, classification: classifyDocument(read), hash } }
  } catch (error) {
    if (error instanceof DocumentError) return { status: 'refused', error: error.toJSON() }
    throw error
  }
}

/** How usable the text is. */
export async function judge({ read, classification }: Recognised): Promise<Answer<Quality>> {
  return { status: 'done', value: scoreQuality(read, classification) }
}

async function readBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path)
  // Looked at before reading, so that a huge file never fills the memory.
  if (size > MAX_FILE_BYTES) {
    const megabytes = Math.round(size / 1024 / 1024)
    throw new DocumentError(
      'FILE_TOO_LARGE',
      `The file has ${megabytes} MB; at most 50 MB are read. Split it into smaller files.`,
    )
  }
  return readFile(path)
}
