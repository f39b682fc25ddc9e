import { basename, dirname } from 'node:path'
import { isCommonWord } from './common-words.js'

/** A name under which other documents speak of this one. */
export interface DocumentName {
  /**
   * As it is looked for: `name:<project>` at the end of a web address; else words in running text, in lower case
   * unless it is one plain word, which must be met in exactly its spelling.
   */
  readonly key: string
  /** Where it is looked for. A plain word such as `debug` is too common for texts: only links to it count. */
  readonly soughtIn: 'texts' | 'links'
  /** Of several documents of one name the lowest rank is meant: a project's README stands for the project. */
  readonly rank: number
}

/** The names of a document: its title, and for the README of a folder the folder's name. */
export function namesOf(document: {
  readonly path: string
  readonly name: string
  readonly title: string
}): readonly DocumentName[] {
  const isReadme = /^readme(\.[a-z]+)?$/i.test(document.name)
  const rank = isReadme ? 0 : 1
  const written = [titleName(document.title), isReadme ? folderName(document.path) : '']
  const names = new Map<string, DocumentName>()
  for (const name of written.filter((candidate) => !isCommon(candidate))) {
    if (isDistinctive(name)) {
      const key = isPlainWord(name) ? name : name.toLowerCase()
      names.set(key, { key, soughtIn: 'texts', rank })
    }
    if (isReadme && !/\s/.test(name)) {
      const key = `name:${name.toLowerCase()}`
      names.set(key, { key, soughtIn: 'links', rank })
    }
  }
  return [...names.values()]
}

/** One word of letters only: it names something only where its spelling is exactly alike. */
export function isPlainWord(name: string): boolean {
  return /^\p{L}+$/u.test(name)
}

function titleName(title: string): string {
  const plain = title
    .replace(/\p{Extended_Pictographic}|\uFE0F|\u200D|[\p{Cc}\p{Cs}`*"“”]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s:.–—-]+$/, '')
    .trim()
  const isName = plain.length <= 80 && plain.split(' ').length <= 8 && !isFirstLine(plain)
  return isName ? plain : ''
}

/** Where a file has no heading, its first line may pass for a title: a copyright notice, a piece of code. */
function isFirstLine(title: string): boolean {
  return (
    /copyright|©|\(c\)|<[^>]*>|\S@\S+\.\S|[{};=]/i.test(title) || !/^[\p{L}\p{N}@]/u.test(title)
  )
}

function folderName(path: string): string {
  const folder = dirname(path)
  const above = basename(dirname(folder))
  return above.startsWith('@') ? `${above}/${basename(folder)}` : basename(folder)
}

function isCommon(name: string): boolean {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.every((word) => isCommonWord(word))
}

/**
 * Several words; or one with a mark inside (`fast-check`, `@scope/name`, `TypeScript`, `EventEmitter3`); or a
 * capitalised word that is long and not an ordinary one (`Nightshift`).
 */
function isDistinctive(written: string): boolean {
  if (/\s/.test(written)) return rareWords(written) >= 2 || written.length >= 16
  if (written.length < 5) return false
  if (/^@[^/]+\/.+|[\p{L}\d][-_.][\p{L}\d]/u.test(written)) return !isFileName(written)
  if (/\p{Ll}\p{Lu}|\p{L}\d/u.test(written)) return true
  return /^\p{Lu}\p{Ll}{5,}$/u.test(written) && !hasOrdinaryEnding(written)
}

function rareWords(written: string): number {
  const words = written.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []
  return words.filter((word) => !isCommonWord(word)).length
}

function isFileName(written: string): boolean {
  return /\.(md|txt|html?|pdf|docx|json|[cm]?[jt]sx?|ya?ml)$/i.test(written)
}

function hasOrdinaryEnding(word: string): boolean {
  return /(ing|tion|sion|ment|ness|able|ible|ly|ed|ers?|ors?|als?|[ae]nce|ity|ive|ous|ful|ies|ary|ure|s|ung|keit|heit)$/.test(
    word,
  )
}
