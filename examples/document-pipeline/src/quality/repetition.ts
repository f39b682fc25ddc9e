import { type Finding, percent } from './finding.js'

const shortestLine = 24

/** A collection of licences repeats itself for good reasons: repetition alone never makes a text a bad one. */
const most = 0.2

/** Lines that stand in the text more than once. Short ones are left out: tables and code repeat them. */
export function measureRepetition(text: string): Finding {
  const seen = new Set<string>()
  let letters = 0
  let repeated = 0
  for (const line of text.split('\n')) {
    const sign = signature(line)
    letters += sign.length
    if (sign.length < shortestLine) continue
    if (seen.has(sign)) repeated += sign.length
    else seen.add(sign)
  }
  const share = repeated / Math.max(1, letters)
  return {
    loss: most * (1 - Math.exp(-6 * share)),
    ...(share > 0.2 && {
      reason: `${percent(share)} of the text repeats what it has said before.`,
    }),
  }
}

/**
 * The consonants of a line in alphabetical order: still the same when spaces or vowels were lost or letters changed
 * places, so that other damage does not hide a repetition and thereby raise the score.
 */
function signature(line: string): string {
  const consonants = line.toLowerCase().match(/(?![aeiouäöüéèàê])\p{L}/gu) ?? []
  return consonants.length < shortestLine ? consonants.join('') : consonants.sort().join('')
}
