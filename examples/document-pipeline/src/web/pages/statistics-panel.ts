import { html, type SafeHtml } from '@remix-run/html-template'
import type { KnowledgeStatistics } from '../../knowledge/index.js'
import { number, percentage } from './wording.js'

/** What the knowledge base holds, counted. */
export function statisticsPanel(statistics: KnowledgeStatistics): SafeHtml {
  const { documents, words, byClass, byQuality } = statistics
  const classes = Object.entries(byClass).sort(([, one], [, other]) => other - one)
  const qualities = Object.entries(byQuality).filter(([, count]) => count > 0)
  return html`<aside class="statistics" aria-labelledby="statistics">
<h2 id="statistics">In the knowledge base</h2>
<dl class="totals">
<div><dt>Documents</dt><dd>${number(documents)}</dd></div>
<div><dt>Words</dt><dd>${number(words)}</dd></div>
</dl>
<h3>By class</h3>
${shares(classes, documents)}
<h3>By quality of the text</h3>
${shares(qualities, documents)}
<p><a href="/jobs/">Watch the jobs that fill it</a></p>
</aside>`
}

type Counted = readonly [name: string, count: number]

function shares(counts: readonly Counted[], total: number): SafeHtml {
  return html`<dl class="shares">${counts.map(
    ([name, count]) => html`
<div><dt>${name}</dt><dd>${number(count)} <span>${percentage(count / total)}</span></dd>${bar(count / total)}</div>`,
  )}
</dl>`
}

/** Drawn as SVG, since the content security policy allows no inline styles. */
function bar(share: number): SafeHtml {
  return html`<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="4"/><rect class="share" width="${(share * 100).toFixed(1)}" height="4"/></svg>`
}
