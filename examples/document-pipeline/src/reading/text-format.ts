import { countMatches } from './count-matches.js'

export type TextFormat = 'html' | 'markdown' | 'text'

/** Marks and tags are looked for in the beginning of a text only. */
const lookedAt = 64 * 1024

const pageStart =
  /^(?:\s|<\?xml[^>]*>|<!--[\s\S]{0,5000}?-->)*<(?:!doctype\s+html|html|head|body)[\s>]/i
const blockTag = /<\/(?:p|div|li|ul|ol|td|tr|table|h[1-6]|body|html|title|section|article)\s*>/gi
const anyTag = /<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,1000})?>/i

/** Mark-up that plain text has by chance only: each kind that is found is one more sign of Markdown. */
const markdownMarks: readonly RegExp[] = [
  /^ {0,3}#{1,6} \S[^\n]*\n[ \t]*\n/m,
  /^ {0,3}(?:```|~~~)[\w-]*[ \t]*$/m,
  /\[[^\]\n]{1,200}\]\((?:https?:|\.{0,2}\/|#|[\w-]+\.)[^\s)]{0,500}\)/,
  /^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*$/m,
  /(?:^|[\s(])\*\*[^\s*][^*\n]{0,200}\*\*/m,
  /(?:^|[\s(])`[^`\n]{1,100}`/m,
  /^\S[^\n]*\n(?:={3,}|-{3,})[ \t]*\n/m,
]
const marksOfMarkdown = 2
/** In characters. A Markdown parser needs far more memory than the text itself. */
const longestMarkdown = 8 * 1024 * 1024
/** Its time grows with the square of these marks in one paragraph; no document has nearly as many. */
const mostMarksInParagraph = 100_000

/** How a text is to be read: by what it contains, and by its extension where that is open. */
export function textFormat(text: string, extension: string): TextFormat {
  const start = text.slice(0, lookedAt)
  if (looksLikePage(start, extension)) return 'html'
  if (!fitsMarkdownParser(text)) return 'text'
  if (/^(?:md|markdown|mdown|mkdn?|mdx)$/.test(extension)) return 'markdown'
  return readsAsMarkdown.has(extension) && looksLikeMarkdown(start) ? 'markdown' : 'text'
}

/** Other extensions name formats of their own (`.rst`, `.json`, `.py`), which are read as text. */
const readsAsMarkdown: ReadonlySet<string> = new Set(['', 'txt', 'text', 'html', 'htm'])

function looksLikePage(start: string, extension: string): boolean {
  if (pageStart.test(start)) return true
  if (/^x?html?$/.test(extension)) return anyTag.test(start)
  const startsWithTag = /^\s*<[a-z!]/i.test(start)
  return readsAsMarkdown.has(extension) && startsWithTag && countMatches(start, blockTag) >= 3
}

function looksLikeMarkdown(start: string): boolean {
  const text = start.replace(/\r\n?/g, '\n')
  return markdownMarks.filter((mark) => mark.test(text)).length >= marksOfMarkdown
}

/** What would keep a Markdown parser busy for minutes is read as it stands. */
function fitsMarkdownParser(text: string): boolean {
  if (text.length <= mostMarksInParagraph) return true
  if (text.length > longestMarkdown) return false
  const paragraphs = text.split(/\n[ \t\r]*\n/)
  return paragraphs.every((part) => countMatches(part, /[![*_`~<]/g) <= mostMarksInParagraph)
}
