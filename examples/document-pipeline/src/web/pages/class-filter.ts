import { html, type SafeHtml } from '@remix-run/html-template'
import { searchAddress } from '../address.js'
import { number } from './wording.js'

/** A class and how many documents of the present search it holds. */
export interface ClassCount {
  readonly class: string
  readonly count: number
}

export interface ClassFilterFields {
  readonly query: string
  readonly chosen: string | undefined
  readonly all: number
  readonly classes: readonly ClassCount[]
}

/** Links that narrow the search to one class, or widen it to all. */
export function classFilter({ query, chosen, all, classes }: ClassFilterFields): SafeHtml {
  const links = [
    html`<li>${link({ text: 'all', count: all, address: searchAddress({ query }), isChosen: chosen === undefined })}</li>`,
    ...classes.map(
      ({ class: name, count }) =>
        html`<li>${link({
          text: name,
          count,
          address: searchAddress({ query, class: name }),
          isChosen: chosen === name,
        })}</li>`,
    ),
  ]
  return html`<nav class="filter" aria-label="Filter by class"><ul>${links}</ul></nav>`
}

interface FilterLink {
  readonly text: string
  readonly count: number
  readonly address: string
  readonly isChosen: boolean
}

function link({ text, count, address, isChosen }: FilterLink): SafeHtml {
  const current = isChosen ? html` aria-current="true"` : undefined
  return html`<a href="${address}"${current}>${text} <span>${number(count)}</span></a>`
}
