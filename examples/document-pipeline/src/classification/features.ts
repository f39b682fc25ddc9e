import type { DocumentFeaturesInput } from './document-class.js'
import { excerptOf } from './excerpt.js'
import { measureSignals } from './signals.js'
import { countTerms, headingLines } from './terms.js'

/** What the classifier sees of a document. */
export type DocumentFeatures = {
  readonly terms: ReadonlyMap<string, number>
  readonly signals: readonly number[]
}

const MOST_HEADINGS = 120
/** The weight of all words together, and of one signal, before the model's own weights. */
const TERM_SCALE = 12
const SIGNAL_SCALE = 4
/** Keeps the few words of a short text from weighing as much as the many of a long one. */
const SHORT_TEXT = 20

/**
 * The features of a document. Its title is left out on purpose: a reader may take it from the
 * file's name, which must not count. Counts of links and code blocks are left out as well: a PDF
 * or a plain text has none, and the same document must get the same class in every format.
 */
export function featuresOf({
  text,
  headings,
}: Pick<DocumentFeaturesInput, 'text' | 'headings'>): DocumentFeatures {
  const excerpt = excerptOf(text)
  const lines = new Set([...headings.map((heading) => heading.text), ...headingLines(excerpt)])
  return {
    terms: countTerms(excerpt, [...lines].slice(0, MOST_HEADINGS)),
    signals: measureSignals(excerpt),
  }
}

/** Calls `visit` with the place and value of every feature the vocabulary knows. */
export function eachFeature(
  { terms, signals }: DocumentFeatures,
  vocabulary: ReadonlyMap<string, number>,
  visit: (place: number, value: number) => void,
): void {
  const known: [number, number][] = []
  for (const [term, count] of terms) {
    const place = vocabulary.get(term)
    if (place !== undefined) known.push([place, 1 + Math.log(count)])
  }
  const length = Math.hypot(SHORT_TEXT, ...known.map(([, value]) => value))
  for (const [place, value] of known) visit(place, (TERM_SCALE * value) / length)
  signals.forEach((value, index) => {
    visit(vocabulary.size + index, SIGNAL_SCALE * value)
  })
}
