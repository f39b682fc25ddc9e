import { html, type SafeHtml } from '@remix-run/html-template'

const numbers = new Intl.NumberFormat('en-GB')
const percentages = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 })
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export const number = (value: number): string => numbers.format(value)

export const percentage = (share: number): string => percentages.format(share)

/** `1 word`, `2 words`. */
export const counted = (count: number, noun: string): string =>
  `${number(count)} ${noun}${count === 1 ? '' : 's'}`

/** A document stands in the knowledge base before its quality has been rated. */
export const qualityOf = (quality: number | undefined): string =>
  quality === undefined ? 'not rated yet' : percentage(quality)

/** An instant in the time zone of this machine. */
export function instant(iso: string): SafeHtml {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return html`${iso}`
  return html`<time datetime="${date.toISOString()}">${dates.format(date)}</time>`
}

/** Text from a document, which may run in either direction and must not turn its neighbours around. */
export const foreign = (text: string): SafeHtml => html`<bdi>${text}</bdi>`
