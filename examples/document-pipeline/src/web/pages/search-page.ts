import { html, type SafeHtml } from '@remix-run/html-template'
import { searchAddress } from '../address.js'
import type { Findings } from '../findings.js'
import { classFilter } from './class-filter.js'
import { layout } from './layout.js'
import { paging } from './paging.js'
import { result } from './result.js'
import { statisticsPanel } from './statistics-panel.js'
import { counted, foreign } from './wording.js'

/** The page of results; without a query, of the newest documents. */
export function searchPage(findings: Findings): string {
  const { query, class: only, statistics } = findings
  const main = statistics.documents === 0 ? nothingStored : found(findings)
  return layout({ title: titleOf(findings), query, class: only, main })
}

function titleOf({ query, page }: Findings): string {
  const subject = query === '' ? 'Newest' : query
  return page > 1 ? `${subject} – page ${page}` : subject
}

const nothingStored = html`<div class="empty">
<h1>Nothing to search yet</h1>
<p>Documents can be found here as soon as the first ones have been read. Load this page again in a moment.</p>
<p><a href="/jobs/">Watch the jobs that read them</a></p>
</div>`

function found(findings: Findings): SafeHtml {
  const { query, class: only, page, lastPage, inAllClasses, perClass, statistics } = findings
  return html`<div class="columns">
<section aria-labelledby="results">
<h1 id="results">${heading(findings)}</h1>
${inAllClasses === 0 && only === undefined ? undefined : classFilter({ query, chosen: only, all: inAllClasses, classes: perClass })}
${findings.total === 0 ? nothingFound(findings) : list(findings)}
${paging({
  label: 'Pages of results',
  current: page,
  last: lastPage,
  address: (number) => searchAddress({ query, class: only, page: number }),
})}
</section>
${statisticsPanel(statistics)}
</div>`
}

function heading({ query, total }: Findings): SafeHtml {
  if (query === '') return html`Newest documents`
  const found = total === 0 ? 'Nothing' : counted(total, 'document')
  return html`${found} for “${foreign(query)}”`
}

const list = ({ items }: Findings): SafeHtml => html`<ol class="results">${items.map(result)}</ol>`

function nothingFound({ query, class: only, inAllClasses }: Findings): SafeHtml {
  const place =
    only === undefined ? html`No document` : html`No document of the class ${foreign(only)}`
  if (query === '') return html`<div class="empty"><p>${place} is here.</p></div>`
  return html`<div class="empty">
<p>${place} has all these words. Try fewer, or only the start of the last one.</p>
${inAllClasses === 0 ? undefined : html`<p><a href="${searchAddress({ query })}">Look in all classes</a></p>`}
</div>`
}
