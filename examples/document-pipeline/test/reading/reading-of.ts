import { expect } from 'vitest'
import {
  DocumentError,
  type DocumentErrorCode,
  type ReadDocument,
  readDocument,
} from '../../src/reading/read-document.js'

/** Reads text as if it were a file. */
export function readString(text: string, name: string): Promise<ReadDocument> {
  return readDocument(Buffer.from(text), name)
}

/** The error with which a file is refused. */
export async function refusalOf(bytes: Uint8Array, name: string): Promise<DocumentError> {
  const outcome = await readDocument(bytes, name).catch((error: unknown) => error)
  if (!(outcome instanceof DocumentError)) throw new Error(`“${name}” was not refused`)
  return outcome
}

export async function expectRefusal(bytes: Uint8Array, name: string, code: DocumentErrorCode) {
  const { code: actual, message } = await refusalOf(bytes, name)
  expect(actual, message).toBe(code)
}
