import { html, type SafeHtml } from '@remix-run/html-template'

export interface PagingFields {
  /** What is turned, for those who only hear it. */
  readonly label: string
  /** From 1. */
  readonly current: number
  readonly last: number
  readonly address: (page: number) => string
}

/** Links to the page before and after; nothing where there is one page only. */
export function paging({ label, current, last, address }: PagingFields): SafeHtml | undefined {
  if (last <= 1) return undefined
  return html`<nav class="paging" aria-label="${label}">
${current > 1 ? html`<a rel="prev" href="${address(current - 1)}">← Previous</a>` : html`<span></span>`}
<span aria-current="page">${current} of ${last}</span>
${current < last ? html`<a rel="next" href="${address(current + 1)}">Next →</a>` : html`<span></span>`}
</nav>`
}
