import { cleanLine } from './clean-text.js'
import type { DocumentHeading, Reading } from './document.js'
import { type Attributes, headingLevel, isBlock, isHidden } from './html-elements.js'
import { HtmlLinks } from './html-links.js'
import { HtmlTables } from './html-tables.js'
import { joinBlocks, TextFlow } from './text-flow.js'

/** A page as a parser walks through it. Every `open` is followed by its `close`. */
export class HtmlPage {
  readonly #flow = new TextFlow()
  readonly #tables = new HtmlTables(this.#flow)
  readonly #links = new HtmlLinks()
  readonly #headings: DocumentHeading[] = []
  readonly #lists: { readonly ordered: boolean; items: number }[] = []
  readonly #seen = { lists: 0, listItems: 0, definitions: 0, quotes: 0, images: 0, inlineCode: 0 }
  readonly #code = { blocks: 0, characters: 0 }
  /** How many elements deep we are in something hidden, in preformatted text, in a term. */
  #hidden = 0
  #verbatim = 0
  #term = 0
  #title: string | undefined
  #inTitle = false
  #heading: { readonly level: number; text: string } | undefined

  open(name: string, attributes: Attributes): void {
    if (this.#hidden > 0 || isHidden(name, attributes)) {
      this.#hidden++
      return
    }
    if (isBlock(name)) this.#endBlock()
    this.#openElement(name, attributes)
  }

  add(text: string): void {
    if (this.#hidden > 0 || this.#links.isHandle(text)) return
    if (this.#inTitle) {
      this.#title += text
      return
    }
    this.#flow.add(text)
    this.#links.add(text)
  }

  close(name: string): void {
    if (this.#hidden > 0) {
      this.#hidden--
      return
    }
    if (name === 'pre') {
      this.#closeCode()
      return
    }
    if (isBlock(name)) this.#endBlock()
    this.#closeElement(name)
  }

  toReading(): Reading {
    this.#endBlock()
    const { blocks } = this.#flow
    return {
      title: cleanLine(this.#title ?? ''),
      text: joinBlocks(blocks),
      headings: this.#headings,
      anchors: this.#links.anchors,
      codeBlocks: this.#code.blocks,
      counts: {
        ...this.#seen,
        ...this.#tables.counts,
        paragraphs: blocks.filter(({ kind }) => kind === 'paragraph').length,
        codeCharacters: this.#code.characters,
      },
    }
  }

  #openElement(name: string, attributes: Attributes): void {
    const level = headingLevel(name)
    if (level !== undefined) this.#heading = { level, text: '' }
    else if (name === 'title') this.#openTitle()
    else if (name === 'br') this.#flow.breakLine()
    else if (name === 'pre') this.#verbatim++
    else if (name === 'ul' || name === 'ol' || name === 'menu') this.#openList(name)
    else if (name === 'li') this.#openItem()
    else if (name === 'dt') this.#openTerm()
    else if (name === 'table') this.#tables.open()
    else if (name === 'tr') this.#tables.openRow()
    else if (name === 'td' || name === 'th') this.#tables.openCell()
    else if (name === 'blockquote') this.#seen.quotes++
    else if (name === 'img') this.#seen.images++
    else if (name === 'code' && this.#verbatim === 0) this.#seen.inlineCode++
    else if (name === 'a') this.#links.open(attributes.href)
  }

  #closeElement(name: string): void {
    if (headingLevel(name) !== undefined) this.#closeHeading()
    else if (name === 'title') this.#inTitle = false
    else if (name === 'ul' || name === 'ol' || name === 'menu') this.#lists.pop()
    else if (name === 'li') this.#flow.markNext('')
    else if (name === 'dt') this.#term--
    else if (name === 'table') this.#tables.close()
    else if (name === 'tr') this.#tables.closeRow()
    else if (name === 'td' || name === 'th') this.#tables.closeCell()
    else if (name === 'a') this.#links.close()
  }

  #endBlock(): void {
    if (this.#verbatim > 0) {
      this.#flow.freshLine()
      return
    }
    const text = this.#flow.end(this.#blockKind())
    if (this.#heading !== undefined && text !== '') this.#heading.text += ` ${text}`
  }

  #blockKind(): 'heading' | 'term' | 'paragraph' {
    if (this.#heading !== undefined) return 'heading'
    return this.#term > 0 ? 'term' : 'paragraph'
  }

  #openTitle(): void {
    this.#inTitle = this.#title === undefined
    this.#title ??= ''
  }

  #openList(name: string): void {
    this.#lists.push({ ordered: name === 'ol', items: 0 })
    this.#seen.lists++
  }

  #openItem(): void {
    const list = this.#lists.at(-1)
    if (list !== undefined) list.items++
    const indent = '  '.repeat(Math.max(0, Math.min(this.#lists.length, 10) - 1))
    this.#flow.markNext(indent + (list?.ordered ? `${list.items}. ` : '- '))
    this.#seen.listItems++
  }

  #openTerm(): void {
    this.#term++
    this.#seen.definitions++
  }

  #closeHeading(): void {
    const text = cleanLine(this.#heading?.text ?? '')
    if (this.#heading !== undefined && text !== '') {
      this.#headings.push({ level: this.#heading.level, text })
    }
    this.#heading = undefined
  }

  #closeCode(): void {
    this.#verbatim--
    if (this.#verbatim > 0) return
    const text = this.#flow.end('code')
    if (text === '') return
    this.#code.blocks++
    this.#code.characters += text.length
  }
}
