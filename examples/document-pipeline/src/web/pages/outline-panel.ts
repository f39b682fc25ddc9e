import { html, type SafeHtml } from '@remix-run/html-template'
import { documentAddress } from '../address.js'
import type { PlacedHeading } from '../text/outline.js'
import type { TextPart } from '../text/part.js'

/** A heading of the outline, and where it can be jumped to, if its line is in the text. */
export interface Section {
  readonly heading: string
  readonly place: SectionPlace | undefined
}

interface SectionPlace {
  readonly position: number
  readonly part: number
  /** The id of the heading's element on the page of its part. */
  readonly anchor: string
}

/** Outlines longer than this start folded. */
const comfortableLength = 25

export function sectionsOf(
  headings: readonly PlacedHeading[],
  parts: readonly TextPart[],
): readonly Section[] {
  let part = 1
  return headings.map(({ heading, position }, index) => {
    if (position === undefined) return { heading, place: undefined }
    while ((parts[part - 1]?.end ?? Infinity) <= position) part += 1
    return { heading, place: { position, part, anchor: `section-${index + 1}` } }
  })
}

/** The headings of a document as links into its text. */
export function outlinePanel(id: number, sections: readonly Section[]): SafeHtml | undefined {
  if (sections.length === 0) return undefined
  const open = sections.length <= comfortableLength ? html` open` : undefined
  return html`<nav aria-labelledby="outline">
<h2 id="outline">Outline</h2>
<details class="outline"${open}>
<summary>${sections.length} ${sections.length === 1 ? 'heading' : 'headings'}</summary>
<ol>${sections.map(
    (section) => html`
<li dir="auto">${entry(id, section)}</li>`,
  )}
</ol>
</details>
</nav>`
}

function entry(id: number, { heading, place }: Section): SafeHtml {
  if (!place) return html`${heading}`
  const address = documentAddress({ id, part: place.part, section: place.anchor })
  return html`<a href="${address}">${heading}</a>`
}
