/** Documents as rows of numbers, the way the shipped classifier would see each of their variants. */
import { DOCUMENT_CLASSES } from '../src/classification/document-class.ts'
import { eachFeature, featuresOf } from '../src/classification/features.ts'
import { variantsOf } from './variants.mjs'

export const labelNumber = (label) => DOCUMENT_CLASSES.indexOf(label)

export function rowOf(features, vocabulary) {
  const index = []
  const value = []
  eachFeature(features, vocabulary, (place, number) => {
    index.push(place)
    value.push(number)
  })
  return { index: Int32Array.from(index), value: Float32Array.from(value) }
}

/** Rows of all variants; `variant` 0 is the document as read, 1 is its bare text. */
export function rowsOf(documents, vocabulary) {
  return documents.flatMap((document) =>
    variantsOf(document).map((variant, number) => ({
      ...rowOf(featuresOf(variant), vocabulary),
      source: document.source,
      label: labelNumber(document.label),
      share: variant.weight,
      variant: number,
    })),
  )
}

/** Every class counts the same; within a class a source counts by the root of its number of rows. */
export function weigh(rows) {
  const bySource = new Map()
  const key = (row) => `${row.source} ${row.label}`
  for (const row of rows) bySource.set(key(row), (bySource.get(key(row)) ?? 0) + row.share)
  const byClass = DOCUMENT_CLASSES.map(() => 0)
  const weighed = rows.map((row) => ({
    ...row,
    weight: row.share / Math.sqrt(bySource.get(key(row))),
  }))
  for (const row of weighed) byClass[row.label] += row.weight
  const fair = rows.length / DOCUMENT_CLASSES.length
  return weighed.map((row) => ({ ...row, weight: (row.weight * fair) / byClass[row.label] }))
}
