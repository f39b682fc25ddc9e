import { html, type SafeHtml } from '@remix-run/html-template'
import type { TextPart } from '../text/part.js'
import type { Section } from './outline-panel.js'

export interface DocumentTextFields {
  readonly text: string
  readonly part: TextPart
  readonly sections: readonly Section[]
}

/** One part of a document's text, with its headings as headings. Its language is unknown. */
export function documentText({ text, part, sections }: DocumentTextFields): SafeHtml {
  if (text.trim() === '') return html`<p class="empty">There is no text in this document.</p>`
  const pieces: SafeHtml[] = []
  let reached = part.start
  for (const { place } of sections) {
    if (place?.part !== part.number) continue
    pieces.push(passage(text.slice(reached, place.position)))
    reached = endOfLine(text, place.position, part.end)
    pieces.push(
      html`<h3 id="${place.anchor}" dir="auto">${text.slice(place.position, reached)}</h3>`,
    )
  }
  pieces.push(passage(text.slice(reached, part.end)))
  return html`<section class="text" aria-labelledby="text">
<h2 id="text" class="unseen">Text</h2>
<div lang="">${pieces}</div>
</section>`
}

function passage(text: string): SafeHtml {
  const trimmed = text.replace(/^\s*\n/, '').trimEnd()
  return trimmed === '' ? html`` : html`<div class="passage" dir="auto">${trimmed}</div>`
}

function endOfLine(text: string, start: number, limit: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? limit : Math.min(end, limit)
}
