import { countControls, countMatches, share } from './count-matches.js'
import type { DocumentDamage, Reading } from './document.js'

// Languages written without spaces count a word per character.
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:['’._-][\p{L}\p{N}\p{M}]+)*/gu
const wordOrNumber =
  /^[\p{P}\p{S}]*[\p{L}\p{N}\p{M}]+(?:[’'\-–.,:/@_&+=#~%?、。，．：；！？・…「」『』（）《》“”]{1,3}[\p{L}\p{N}\p{M}]+)*[\p{P}\p{S}]*$/u
/** A bullet, a dash or a column's edge says nothing about the words around it. */
const loneMark = /^[\p{P}\p{S}]$/u
/** A token this long is data, such as a key or an encoded picture. */
const longestWord = 100
// What UTF-8 looks like when it was read as Windows-1252: a lead byte, then a continuation byte.
const mojibake =
  /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf“”™œžš˜¢¦]|ï»¿|ï¿½|ðŸ/g

/** How many words a text has. */
export function countWords(text: string): number {
  return countMatches(text, word)
}

/** Looks for signs of damage: in the text as it was decoded, and in the text as it came out. */
export function measureDamage(reading: Reading, text: string): DocumentDamage {
  const { text: raw, pagesWithoutText = 0, damagedParts = 0, unreadableFonts = 0 } = reading
  return {
    replacementCharacters: countMatches(raw, /\ufffd/g),
    controlCharacters: countControls(raw),
    privateCharacters: countMatches(raw, /\p{Co}/gu),
    mojibake: countMatches(raw, mojibake),
    splitWords: countMatches(text, /\p{L}[-\u2010]\n\s*\p{Ll}/gu),
    ...measureTokens(text),
    pagesWithoutText,
    damagedParts,
    unreadableFonts,
  }
}

function measureTokens(text: string): { nonWordShare: number; singleLetterShare: number } {
  let tokens = 0
  let nonWords = 0
  let singleLetters = 0
  for (const [token] of text.matchAll(/\S+/g)) {
    if (loneMark.test(token)) continue
    tokens++
    if (token.length > longestWord || !wordOrNumber.test(token)) nonWords++
    else if (/^\p{L}$/u.test(token)) singleLetters++
  }
  return {
    nonWordShare: share(nonWords, tokens),
    singleLetterShare: share(singleLetters, tokens),
  }
}
