import { stripVTControlCharacters } from 'node:util'

/**
 * Puts text into one shape: composed Unicode (NFC), `\n` line ends, no control characters but tabs,
 * no invisible ones, no space at line ends, and never more than one blank line in a row.
 */
export function cleanText(raw: string): string {
  return withoutInvisibles(withoutTerminalCodes(raw))
    .replace(/\r\n?|[\u0085\u2028\u2029\f\v]/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .normalize('NFC')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
}

/** A line of text for a title, a heading or a link: cleaned, on one line. */
export function cleanLine(raw: string): string {
  return cleanText(raw).replace(/\s+/g, ' ').trim()
}

/** Manual pages overstrike a letter with itself to make it bold; logs carry colours. */
function withoutTerminalCodes(text: string): string {
  const struck = text.includes('\b') ? text.replace(/[^\n][\b]/g, '') : text
  return struck.includes('\x1b') ? stripVTControlCharacters(struck) : struck
}

/** Soft hyphens, zero-width characters and marks go; spaces of special width become plain ones. */
function withoutInvisibles(text: string): string {
  return text
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
}
