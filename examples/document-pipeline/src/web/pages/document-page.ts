import { html, type SafeHtml } from '@remix-run/html-template'
import type { References, StoredDocument } from '../../knowledge/index.js'
import { documentAddress } from '../address.js'
import { placeHeadings } from '../text/outline.js'
import { cutIntoParts, type TextPart } from '../text/part.js'
import { documentText } from './document-text.js'
import { layout } from './layout.js'
import { outlinePanel, type Section, sectionsOf } from './outline-panel.js'
import { paging } from './paging.js'
import { referencesPanel } from './references-panel.js'
import { titleOf } from './result.js'
import { counted, foreign, instant, number, percentage, qualityOf } from './wording.js'

export interface DocumentPageFields {
  readonly document: StoredDocument
  readonly references: References
  /** Which part of a long text, from 1; one too many shows the last. */
  readonly part: number
}

/** Everything the knowledge base holds of one document. */
export function documentPage({ document, references, part }: DocumentPageFields): string {
  const parts = cutIntoParts(document.text)
  const shown = parts[part - 1] ?? (parts.at(-1) as TextPart)
  const sections = sectionsOf(placeHeadings(document.text, document.headings), parts)
  const main = html`<article class="columns">
<div class="reading">
<header>
<p class="class">${document.class}</p>
<h1 dir="auto">${titleOf(document)}</h1>
<p class="path">${foreign(document.path)}</p>
${jumps(references, sections)}
</header>
${documentText({ text: document.text, part: shown, sections })}
${paging({
  label: 'Parts of the text',
  current: shown.number,
  last: parts.length,
  address: (number) => documentAddress({ id: document.id, part: number }),
})}
</div>
<div class="about">
${facts(document)}
${outlinePanel(document.id, sections)}
${referencesPanel(references)}
</div>
</article>`
  return layout({ title: titleOf(document), main })
}

/** Where the columns stand one below the other, the text comes first and may be long. */
function jumps({ outgoing, incoming }: References, sections: readonly Section[]): SafeHtml {
  return html`<nav class="jumps" aria-label="On this page"><ul>
<li><a href="#facts">Facts</a></li>
${sections.length === 0 ? undefined : html`<li><a href="#outline">Outline</a></li>`}
<li><a href="#outgoing">${counted(outgoing.length + incoming.length, 'reference')}</a></li>
</ul></nav>`
}

function facts(document: StoredDocument): SafeHtml {
  const rows: readonly (readonly [string, SafeHtml | string])[] = [
    ['Class', `${document.class} (${percentage(document.confidence)} sure)`],
    ['Format', document.format],
    ['Words', number(document.words)],
    ['Quality', qualityOf(document.quality)],
    ['File', foreign(document.name)],
    ['Imported', instant(document.importedAt)],
  ]
  return html`<section aria-labelledby="facts">
<h2 id="facts">Facts</h2>
<dl class="table">${rows.map(
    ([name, value]) => html`
<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}
</dl>
</section>`
}
