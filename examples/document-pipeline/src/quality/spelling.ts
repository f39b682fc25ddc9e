import { type Finding, percent } from './finding.js'
import { fold, oddShare } from './trigram.js'

const mostJudged = 6000
const shortestJudged = 4

/** Among few words one odd name says little. */
const doubt = 12

/** Words that no language would spell so: shuffled letters, lost vowels, words run together. */
export function measureSpelling(chunks: readonly string[]): Finding {
  const words = evenly(chunks.flatMap(plainWords), mostJudged)
  if (words.length < 5) return { loss: 0 }
  const share = (oddShare(words) * words.length) / (words.length + doubt)
  const overlong = words.filter((word) => word.length > 15).length / words.length
  return {
    loss: 2.6 * share + 1.5 * overlong,
    ...(share > 0.12 && { reason: `${percent(share)} of the words do not look like words.` }),
  }
}

/** Signs and digits inside words, as a scanner that read badly leaves them: `wo#d`, `he1lo`. */
export function measureNoise(chunks: readonly string[]): Finding {
  const share = chunks.filter(isNoisy).length / Math.max(1, chunks.length)
  return {
    loss: 3 * share,
    ...(share > 0.04 && {
      reason: `${percent(share)} of the words have signs or digits inside them.`,
    }),
  }
}

const sign = '~^¬¦¤§¶¢£¥¨ª¯°±²³´¸¹º¿×÷|\\\\%!?;,+*&#'
const wordWithSigns = new RegExp(`^\\p{Lu}?[\\p{Ll}0158${sign}]+$`, 'u')
const signInside = new RegExp(`\\p{Ll}[0158${sign}]+\\p{Ll}`, 'u')

/** Digits count only where they look like letters; a checksum is no word. */
function isNoisy(chunk: string): boolean {
  const word = chunk.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return signInside.test(word) && wordWithSigns.test(word) && !/^[\da-f]+$/.test(word)
}

/**
 * The words of a chunk that are prose: letters with at most punctuation around them. What looks like code, an address
 * or an abbreviation is not judged.
 */
function plainWords(chunk: string): readonly string[] {
  const word = chunk.replace(/^[^\p{L}\p{N}@/\\_.$]+|[^\p{L}\p{N}/\\_$=]+$/gu, '')
  if (!/^\p{Lu}?\p{Ll}+(?:['’-]\p{Lu}?\p{Ll}+)*$/u.test(word)) return []
  return word
    .split(/['’-]/)
    .filter((part) => part.length >= shortestJudged)
    .map(fold)
    .filter(Boolean)
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(items.length / most)
  return step <= 1 ? items : items.filter((_, index) => index % step === 0)
}
