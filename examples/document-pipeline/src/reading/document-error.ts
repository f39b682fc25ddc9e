/**
 * Why a file could not be read.
 *
 * - `FILE_EMPTY`: it has no bytes.
 * - `NO_TEXT`: it is sound, but holds nothing to read.
 * - `FILE_ENCRYPTED`: it opens only with a password.
 * - `FILE_BROKEN`: it is cut off or damaged.
 * - `FILE_MISLABELLED`: its name promises another kind of file.
 * - `FILE_UNSUPPORTED`: it is what its name says, but not a kind that is read here.
 * - `FILE_TOO_LARGE`: it is, or unpacks to, more than the limit.
 */
export type DocumentErrorCode =
  | 'FILE_EMPTY'
  | 'NO_TEXT'
  | 'FILE_ENCRYPTED'
  | 'FILE_BROKEN'
  | 'FILE_MISLABELLED'
  | 'FILE_UNSUPPORTED'
  | 'FILE_TOO_LARGE'

/** The fields of a `DocumentError` as plain data, for a message between threads or a database. */
export interface DocumentErrorFields {
  readonly code: DocumentErrorCode
  readonly message: string
  readonly detail?: string
}

/**
 * A file that cannot be read. `message` says what is wrong and what to do, for whoever sent the
 * file; `detail` is what the library said, for whoever maintains this.
 *
 * A structured clone of an error drops `code`: send `toJSON()` between threads.
 */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  readonly code: DocumentErrorCode
  readonly detail: string | undefined

  constructor(code: DocumentErrorCode, message: string, detail?: string) {
    super(message)
    this.code = code
    this.detail = detail
  }

  toJSON(): DocumentErrorFields {
    const { code, message, detail } = this
    return detail === undefined ? { code, message } : { code, message, detail }
  }
}

/** What a library said when it failed, as one short line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.replace(/\s+/g, ' ').slice(0, 300)
}
