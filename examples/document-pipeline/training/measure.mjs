/** Confusion matrix, F1 of each class and their mean. */
import { DOCUMENT_CLASSES } from '../src/classification/document-class.ts'

export function measure(pairs) {
  const matrix = DOCUMENT_CLASSES.map(() => DOCUMENT_CLASSES.map(() => 0))
  for (const { label, found } of pairs) matrix[label][found] += 1
  const f1 = DOCUMENT_CLASSES.map((_, c) => {
    const found = matrix.reduce((sum, row) => sum + row[c], 0)
    const wanted = matrix[c].reduce((sum, count) => sum + count, 0)
    return found + wanted === 0 ? 0 : (2 * matrix[c][c]) / (found + wanted)
  })
  return { matrix, f1, macro: f1.reduce((sum, value) => sum + value, 0) / f1.length }
}

export function print(title, pairs) {
  const { matrix, f1, macro } = measure(pairs)
  const right = pairs.filter(({ label, found }) => label === found).length
  console.log(
    `${title}: ${pairs.length} documents, macro-F1 ${macro.toFixed(3)}, accuracy ${(right / pairs.length).toFixed(3)}`,
  )
  console.log(
    `${''.padEnd(10)}${DOCUMENT_CLASSES.map((name) => name.padStart(10)).join('')}        F1`,
  )
  matrix.forEach((row, c) => {
    console.log(
      `${DOCUMENT_CLASSES[c].padEnd(10)}${row.map((count) => String(count).padStart(10)).join('')}${f1[c].toFixed(2).padStart(10)}`,
    )
  })
}

/** How far the confidences are from the share that is right, in ten bins (expected calibration error). */
export function calibrationError(pairs) {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, sure: 0, right: 0 }))
  for (const { label, found, confidence } of pairs) {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))]
    bin.count += 1
    bin.sure += confidence
    bin.right += label === found ? 1 : 0
  }
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / pairs.length
}
