import { cleanLine } from './clean-text.js'
import type { Reading } from './document.js'

const longestTitle = 200

/** The best title there is: metadata or mark-up, else the first heading, else the first line, else the name. */
export function titleOf(reading: Reading, text: string, fileName: string): string {
  const { title, headings } = reading
  const heading = headings.find(({ level }) => level === 1) ?? headings[0]
  const line = text.split('\n', 50).find((candidate) => /[\p{L}\p{N}]/u.test(candidate)) ?? ''
  const candidates = [title, heading?.text ?? '', undecorated(line), fileName]
  const best = candidates.find((candidate) => candidate !== '') ?? 'Untitled'
  return shorten(cleanLine(best))
}

/**
 * The title that a program wrote into a file's properties, or empty if it only wrote what it calls
 * every document, or the name of a file.
 */
export function meaningfulTitle(title: string): string {
  const line = cleanLine(title).replace(/^Microsoft (?:Word|PowerPoint|Excel) - /i, '')
  if (!/\p{L}/u.test(line)) return ''
  if (/^(?:untitled|unnamed|no title|title|document ?\d*|dokument ?\d*|unbenannt)$/i.test(line))
    return ''
  return /\.(?:docx?|dvi|tex|pdf|indd|pages|odt|rtf|html?|qxd|ps|fm|md)$/i.test(line) ? '' : line
}

function undecorated(line: string): string {
  return cleanLine(line).replace(/^[=*#\-~_/;.\s]+|[=*#\-~_/\s]+$/g, '')
}

function shorten(title: string): string {
  if (title.length <= longestTitle) return title
  const cut = title.slice(0, longestTitle)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestTitle / 2)).trimEnd()}…`
}
