import { html, type SafeHtml } from '@remix-run/html-template'
import type { CrossReference, ReferenceKind, References } from '../../knowledge/index.js'
import { documentAddress } from '../address.js'
import { foreign } from './wording.js'

/** The documents that this one refers to, and those that refer to it. */
export function referencesPanel({ outgoing, incoming }: References): SafeHtml {
  return html`<section aria-labelledby="outgoing">
<h2 id="outgoing">Refers to</h2>
${references(outgoing, 'No other document here.')}
</section>
<section aria-labelledby="incoming">
<h2 id="incoming">Referred to by</h2>
${references(incoming, 'No other document here.')}
</section>`
}

function references(list: readonly CrossReference[], none: string): SafeHtml {
  if (list.length === 0) return html`<p class="none">${none}</p>`
  return html`<ul class="references">${list.map(reference)}</ul>`
}

const wording: Readonly<Record<ReferenceKind, string>> = {
  link: 'link',
  mention: 'named in the text',
}

function reference({ id, title, kind, text }: CrossReference): SafeHtml {
  return html`
<li><a href="${documentAddress({ id })}">${foreign(title.trim() || `Document ${id}`)}</a>
<span class="how">${wording[kind]}${text.trim() === '' ? undefined : html`: “${foreign(text)}”`}</span></li>`
}
