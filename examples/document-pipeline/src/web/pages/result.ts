import { html, type SafeHtml } from '@remix-run/html-template'
import type { DocumentSummary, SearchHit, SnippetPart } from '../../knowledge/index.js'
import { documentAddress } from '../address.js'
import { counted, foreign, qualityOf } from './wording.js'

/** One document in a list; what was searched for shows in the snippet. */
export function result(document: DocumentSummary | SearchHit): SafeHtml {
  return html`<li class="result">
<h2><a href="${documentAddress(document)}">${foreign(titleOf(document))}</a></h2>
${'snippet' in document ? snippet(document.snippet) : undefined}
<ul class="facts">
<li class="class">${document.class}</li>
<li>${document.format}</li>
<li>${counted(document.words, 'word')}</li>
<li>quality ${qualityOf(document.quality)}</li>
</ul>
<p class="path">${foreign(document.path)}</p>
</li>`
}

/** A document without a title goes by its file name. */
export const titleOf = ({ title, name }: Pick<DocumentSummary, 'title' | 'name'>): string =>
  title.trim() || name

function snippet(parts: readonly SnippetPart[]): SafeHtml {
  const marked = parts.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text))
  return html`<p class="snippet" dir="auto">${marked}</p>`
}
