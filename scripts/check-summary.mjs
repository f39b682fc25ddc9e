// Reads the summary line of `npm start -- --exit` and fails unless it is what it must be.
import { readFileSync } from 'node:fs'

const summary = JSON.parse(readFileSync(0, 'utf8'))
const { documents, completed, failed, cancelled, words, seconds, documentsPerMinute } = summary

const demands = [
  [completed >= 300, `at least 300 documents complete, not ${completed}`],
  [completed + failed + cancelled === documents, 'every document reaches a final state'],
  [failed === 0, `no document of the installed packages fails, not ${failed}`],
  [cancelled === 0, `nobody cancels, not ${cancelled}`],
  [words > 100_000, `their words are counted, not ${words}`],
  [seconds > 0 && documentsPerMinute > 0, 'the time is taken'],
]
const unmet = demands.filter(([met]) => !met)
for (const [, demand] of unmet) console.error(`The summary must show that ${demand}.`)
console.log(`${demands.length - unmet.length} passed, ${unmet.length} failed`)
process.exit(unmet.length === 0 ? 0 : 1)
