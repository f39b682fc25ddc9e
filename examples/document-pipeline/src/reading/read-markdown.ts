import MarkdownIt from 'markdown-it'
import { cleanLine } from './clean-text.js'
import type { Reading } from './document.js'
import { readHtml } from './read-html.js'

/** Reads Markdown (CommonMark with tables), with HTML inside it and YAML or TOML before it. */
export function readMarkdown(markdown: string): Reading {
  const { body, title } = withoutFrontMatter(markdown)
  const reading = readHtml(createRenderer().render(body))
  return title === '' ? reading : { ...reading, title }
}

function createRenderer() {
  const renderer = new MarkdownIt({ html: true, linkify: true })
  // Links stay as they were written; the reader of HTML drops those that are no links.
  renderer.normalizeLink = (url) => url
  renderer.validateLink = () => true
  // Else file names such as README.md would become links.
  renderer.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  return renderer
}

function withoutFrontMatter(markdown: string): { readonly body: string; readonly title: string } {
  const matter = /^\s*(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)\r?\n\1[ \t]*(?:\r?\n|$)/.exec(markdown)
  const [whole = '', , fields = ''] = matter ?? []
  // A thematic break at the top of a page also looks like this; only fields make it front matter.
  if (!/^[\w-]+\s*[:=]/m.test(fields)) return { body: markdown, title: '' }
  const title = /^title\s*[:=]\s*(?:"(.*)"|'(.*)'|([^#\r\n]*))/m.exec(fields)
  return {
    body: markdown.slice(whole.length),
    title: cleanLine(title?.[1] ?? title?.[2] ?? title?.[3] ?? ''),
  }
}
