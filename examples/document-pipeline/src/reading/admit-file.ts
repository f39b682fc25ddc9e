import { DocumentError } from './document-error.js'
import type { FileContent } from './file-content.js'
import type { FileName } from './file-name.js'

/** Content that one of the readers takes. */
export type ReadableContent = Extract<
  FileContent,
  { readonly kind: 'pdf' | 'docx' | 'html' | 'markdown' | 'text' }
>

const promised: Readonly<Record<string, string>> = {
  pdf: 'a PDF document',
  docx: 'a Word document (DOCX)',
  text: 'text',
}

/**
 * Lets a file through if its content is read here and its name does not promise something else.
 * Throws a `DocumentError` that says what is wrong otherwise.
 */
export function admitFile(file: FileName, content: FileContent): ReadableContent {
  switch (content.kind) {
    case 'pdf':
      return admitIf(file, ['pdf', 'anything'], content, 'a PDF document', 'pdf')
    case 'docx':
      return admitIf(file, ['docx', 'anything'], content, 'a Word document', 'docx')
    case 'html':
      return admitIf(file, ['text', 'anything'], content, 'a web page', 'html')
    case 'markdown':
      return admitIf(file, ['text', 'anything'], content, 'Markdown text', 'md')
    case 'text':
      return admitIf(file, ['text', 'anything'], content, 'plain text', 'txt')
    case 'locked':
      throw refuseLocked(file)
    case 'broken-archive':
      throw refuseBrokenArchive(file, content.detail)
    case 'foreign':
      throw refuseForeign(file, content.what, content.extension)
    case 'unknown':
      throw refuseUnknown(file)
  }
}

function admitIf(
  file: FileName,
  expected: readonly FileName['expects'][],
  content: ReadableContent,
  what: string,
  extension: string,
): ReadableContent {
  if (expected.includes(file.expects)) return content
  throw mislabelled(file, what, `Rename it so that it ends in .${extension}, or ${replaceIt}`)
}

function refuseLocked(file: FileName): DocumentError {
  if (file.expects === 'pdf' || file.expects === 'text') {
    return mislabelled(file, 'an Office document behind a password', replaceIt)
  }
  return new DocumentError(
    'FILE_ENCRYPTED',
    `“${file.name}” is protected with a password. Open it in Word, remove the password, save it, and send it again.`,
  )
}

function refuseBrokenArchive(file: FileName, detail: string): DocumentError {
  if (file.expects === 'pdf' || file.expects === 'text') {
    return mislabelled(file, 'a damaged Office document or ZIP archive', replaceIt)
  }
  if (file.expects === 'docx') return broken(file, detail)
  return unsupported(file, 'a damaged Office document or ZIP archive')
}

function refuseForeign(file: FileName, what: string, extension: string): DocumentError {
  const kind = `${what} (${extension.toUpperCase()})`
  return file.expects in promised ? mislabelled(file, kind, replaceIt) : unsupported(file, kind)
}

function refuseUnknown(file: FileName): DocumentError {
  if (file.expects === 'pdf' || file.expects === 'docx') {
    return broken(file, 'the beginning of the file is not that of its kind')
  }
  return unsupported(file, 'binary data of an unknown kind')
}

const replaceIt = 'replace it with the right file.'

function mislabelled(file: FileName, what: string, advice: string): DocumentError {
  const promise = promised[file.expects] ?? `a .${file.extension} file`
  const sentence = advice.charAt(0).toUpperCase() + advice.slice(1)
  return new DocumentError(
    'FILE_MISLABELLED',
    `The name “${file.name}” promises ${promise}, but the file contains ${what}. ${sentence}`,
  )
}

function unsupported(file: FileName, what: string): DocumentError {
  return new DocumentError(
    'FILE_UNSUPPORTED',
    `“${file.name}” is ${what}, which is not read here. ` +
      'Send it as PDF, DOCX, HTML, Markdown or plain text.',
  )
}

function broken(file: FileName, detail: string): DocumentError {
  return brokenFile(file.name, promised[file.expects] ?? 'a document', detail)
}

/** The error for a file that is cut off or damaged. */
export function brokenFile(name: string, kind: string, detail: string): DocumentError {
  return new DocumentError(
    'FILE_BROKEN',
    `“${name}” is damaged or incomplete and cannot be read as ${kind}. Get a fresh copy and send that.`,
    detail,
  )
}
