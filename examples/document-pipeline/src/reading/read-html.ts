import { Parser } from 'htmlparser2'
import type { Reading } from './document.js'
import { HtmlPage } from './html-page.js'

/** Work per tag grows with the nesting. Browsers, too, stop nesting at about this depth. */
const deepestNesting = 500
const pieceLength = 4 * 1024

/** Reads the visible text of HTML, however malformed. Nothing in it is run or loaded. */
export function readHtml(html: string): Reading {
  const page = new HtmlPage()
  parseInPieces(html, page)
  return page.toReading()
}

/** Feeds the parser; where tags are nested absurdly deep, it closes them all and starts anew. */
function parseInPieces(html: string, page: HtmlPage): void {
  let depth = 0
  const start = () =>
    new Parser({
      onopentag(name, attributes) {
        depth++
        page.open(name, attributes)
      },
      ontext(text) {
        page.add(text)
      },
      onclosetag(name) {
        depth--
        page.close(name)
      },
    })
  let parser = start()
  for (let at = 0; at < html.length; ) {
    const end = pieceEnd(html, at)
    parser.write(html.slice(at, end))
    at = end
    if (depth > deepestNesting) {
      parser.end()
      parser = start()
    }
  }
  parser.end()
}

/** Pieces end before a tag, so that neither a tag nor a word is torn apart. */
function pieceEnd(html: string, at: number): number {
  const end = at + pieceLength
  if (end >= html.length) return html.length
  const tag = html.lastIndexOf('<', end)
  return tag > at ? tag : end
}
