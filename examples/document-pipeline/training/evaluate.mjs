/**
 * Runs the shipped classifier over labelled documents and prints what it got right.
 * Usage: tsx training/evaluate.mjs [--bare] [--wrong] <documents.jsonl> …
 */
import { readFileSync } from 'node:fs'
import { classifyDocument } from '../src/classification/classify.ts'
import { calibrationError, print } from './measure.mjs'
import { labelNumber } from './rows.mjs'
import { bare, seeded } from './variants.mjs'

const options = new Set(process.argv.slice(2).filter((argument) => argument.startsWith('--')))
const empty = { title: '', links: [], codeBlocks: 0, words: 0 }

for (const path of process.argv.slice(2).filter((argument) => !argument.startsWith('--'))) {
  const documents = readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const pairs = documents.map((document) => {
    const read = options.has('--bare')
      ? { text: bare(document.text, seeded(document.text.length)), headings: [] }
      : { text: document.text, headings: document.headings ?? [] }
    const found = classifyDocument({ ...empty, ...read })
    if (options.has('--wrong') && found.class !== document.label) {
      console.log(
        `${document.label} -> ${found.class} ${found.confidence.toFixed(2)} ${document.source} ${document.path}`,
      )
    }
    return {
      label: labelNumber(document.label),
      found: labelNumber(found.class),
      confidence: found.confidence,
    }
  })
  print(path.split('/').at(-1) + (options.has('--bare') ? ', bare' : ''), pairs)
  console.log(`calibration error ${calibrationError(pairs).toFixed(3)}`)
}
