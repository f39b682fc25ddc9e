import {
  type DocumentAnchor,
  type DocumentHeading,
  nothingCounted,
  type Reading,
} from './document.js'

const listItem = /^\s*(?:[-*+•‣–]|\d{1,3}[.)])\s+\S/
const webLink = /\bhttps?:\/\/[^\s<>"'`{}|\\^[\]]+/g
const underline = /^([=\-~^"'*+#])\1{2,}\s*$/
const longestHeading = 120

/** Reads plain text as it stands. Underlined lines count as headings, by the order of their signs. */
export function readText(text: string): Reading {
  const lines = text.split(/\r\n|[\r\n\f]/)
  const listItems = lines.filter((line) => listItem.test(line)).length
  return {
    title: '',
    text,
    headings: findHeadings(lines),
    anchors: findLinks(text),
    codeBlocks: 0,
    counts: {
      ...nothingCounted,
      paragraphs: countParagraphs(lines),
      lists: countLists(lines),
      listItems,
    },
  }
}

function findHeadings(lines: readonly string[]): readonly DocumentHeading[] {
  const levels: string[] = []
  const headings: DocumentHeading[] = []
  for (const [index, line] of lines.entries()) {
    const sign = underline.exec(line)?.[1]
    const text = (lines[index - 1] ?? '').trim()
    if (sign === undefined || !isHeading(text, line)) continue
    if (!levels.includes(sign)) levels.push(sign)
    headings.push({ level: Math.min(6, levels.indexOf(sign) + 1), text })
  }
  return headings
}

/** The line under a heading is about as long as the heading. */
function isHeading(text: string, line: string): boolean {
  return (
    text.length <= longestHeading &&
    /[\p{L}\p{N}]/u.test(text) &&
    Math.abs(text.length - line.trim().length) <= 2
  )
}

function countParagraphs(lines: readonly string[]): number {
  const isBlank = (line = '') => line.trim() === ''
  return lines.filter((line, index) => !isBlank(line) && isBlank(lines[index - 1])).length
}

/** Items of one list may be wrapped or set apart by a blank line. */
function countLists(lines: readonly string[]): number {
  let lists = 0
  let inList = false
  for (const line of lines) {
    if (listItem.test(line)) {
      if (!inList) lists++
      inList = true
    } else if (/^\S/.test(line)) inList = false
  }
  return lists
}

function findLinks(text: string): readonly DocumentAnchor[] {
  const targets = new Set<string>()
  for (const [link] of text.matchAll(webLink)) targets.add(link.replace(/[.,;:!?)]+$/, ''))
  return [...targets].map((target) => ({ target, text: '' }))
}
