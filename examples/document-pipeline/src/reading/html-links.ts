import { cleanLine } from './clean-text.js'
import type { DocumentAnchor } from './document.js'

const handle = /^\s*[¶§#🔗↑↩]\ufe0f?\s*$/u

/** Gathers the links that lead out of a page, each target once, in the order of the page. */
export class HtmlLinks {
  readonly #anchors = new Map<string, DocumentAnchor>()
  #open: { readonly target: string; text: string } | undefined
  #inPage = false

  get anchors(): readonly DocumentAnchor[] {
    return [...this.#anchors.values()]
  }

  open(href: string | undefined): void {
    this.close()
    const target = href?.trim() ?? ''
    this.#inPage = target.startsWith('#')
    if (target !== '' && leadsOut(target)) this.#open = { target, text: '' }
  }

  add(text: string): void {
    if (this.#open !== undefined) this.#open.text += text
  }

  /** Whether a text is only a sign that leads to its own heading, or from a footnote back. */
  isHandle(text: string): boolean {
    return this.#inPage && handle.test(text)
  }

  close(): void {
    this.#inPage = false
    if (this.#open === undefined) return
    const { target } = this.#open
    const text = cleanLine(this.#open.text)
    if (!this.#anchors.get(target)?.text) this.#anchors.set(target, { target, text })
    this.#open = undefined
  }
}

/** Whether a link leads out of its document, to something that can be fetched. */
export function leadsOut(target: string): boolean {
  return !target.startsWith('#') && !/^(javascript|data|vbscript):/i.test(target)
}
