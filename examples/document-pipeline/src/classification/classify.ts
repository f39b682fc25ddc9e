import { Matrix } from 'ml-matrix'
import {
  type Classification,
  DOCUMENT_CLASSES,
  type DocumentClass,
  type DocumentFeaturesInput,
} from './document-class.js'
import { eachFeature, featuresOf } from './features.js'
import model from './model.json' with { type: 'json' }

export type { Classification, DocumentClass, DocumentFeaturesInput } from './document-class.js'
export { DOCUMENT_CLASSES } from './document-class.js'

const vocabulary = new Map(model.terms.map((term, place) => [term, place]))
const weights = new Matrix(model.weights)

/**
 * Says what kind of document this is, by its text and headings alone. Works on bare text too, and
 * always answers: an empty or odd text gets the likeliest class with a low confidence. Pure and
 * synchronous; the same document always gets the same answer.
 */
export function classifyDocument(document: DocumentFeaturesInput): Classification {
  const shares = softmax(scoresOf(document))
  const best = shares.indexOf(Math.max(...shares))
  return {
    class: DOCUMENT_CLASSES[best] ?? 'other',
    confidence: shares[best] ?? 0,
    scores: Object.fromEntries(
      DOCUMENT_CLASSES.map((name, index) => [name, shares[index] ?? 0]),
    ) as Record<DocumentClass, number>,
  }
}

function scoresOf(document: DocumentFeaturesInput): number[] {
  const features = Matrix.zeros(weights.columns, 1)
  eachFeature(featuresOf(document), vocabulary, (place, value) => features.set(place, 0, value))
  const scores = weights.mmul(features).to1DArray()
  return scores.map((score, index) => (score + (model.bias[index] ?? 0)) / model.temperature)
}

function softmax(scores: readonly number[]): number[] {
  const greatest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - greatest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}
