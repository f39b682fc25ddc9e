import { inflateRawSync } from 'node:zlib'
import { languages, packedTrigrams } from './trigram-table.js'

const letters = 27
const bytes = inflateRawSync(Buffer.from(packedTrigrams, 'base64'))
const half = letters ** 3
const english = 1 << languages.indexOf('english')

/** Folds a word to the letters a–z as far as it is Latin; empty when something else is left. */
export function fold(word: string): string {
  const folded = word
    .toLowerCase()
    .replace(/[ßæœøłđıþð]/g, (letter) => unfolded[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
  return /^[a-z]+$/.test(folded) ? folded : ''
}

const unfolded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  þ: 'th',
  ð: 'd',
}

/** In which languages could this folded word be one? A mask with a bit for each of them. */
export function possibleLanguages(word: string): number {
  let mask = 0xffff
  let key = 0
  for (let at = -1; at <= word.length; at += 1) {
    const letter = at < 0 || at === word.length ? 0 : word.charCodeAt(at) - 96
    key = (key * letters + letter) % half
    if (at > 0) mask &= (bytes[key] ?? 0) | ((bytes[half + key] ?? 0) << 8)
  }
  return mask
}

/**
 * The share of words that are possible neither in English, whose words stand in texts of every language, nor in the
 * one language that suits them best.
 */
export function oddShare(words: readonly string[]): number {
  const masks = words.map(possibleLanguages)
  const odd = languages.map((_, index) => {
    const accepted = (1 << index) | english
    return masks.reduce((sum, mask) => sum + Number((mask & accepted) === 0), 0)
  })
  return Math.min(...odd) / Math.max(1, words.length)
}
