import type { Finding } from './finding.js'

/** Few words are little to judge, to find or to read. Scripts without spaces are counted by their characters. */
export function measureLength(text: string, chunks: readonly string[]): Finding {
  const unspaced = text.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu,
  )
  const words = chunks.filter((chunk) => /[\p{L}\p{N}]/u.test(chunk)).length
  const length = Math.max(words, (unspaced?.length ?? 0) / 2)
  return {
    loss: Math.log(1 + 6 / length),
    ...(length < 30 && { reason: `There are only ${Math.round(length)} words.` }),
  }
}

/** A text that stops in the middle of a sentence has probably lost its end. */
export function measureEnding(text: string): Finding {
  const paragraph =
    text
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? ''
  const isProse = /^[\s>]*["“„«'(]?\p{L}[\p{L}'’-]*,? (?:\S+\s+){7,}/u.test(paragraph)
  if (!isProse || !/[\p{Ll},-]$/u.test(paragraph)) return { loss: 0 }
  return { loss: 0.06, reason: 'The text seems to stop in the middle of a sentence.' }
}
