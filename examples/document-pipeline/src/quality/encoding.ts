import { type Finding, percent } from './finding.js'

/** Characters that stand where others were lost: replacement characters, and control characters no text holds. */
export function measureDecoding(text: string): Finding {
  const lost = count(text, /[\uFFFD\uFFFE\uFFFF\p{Cs}\p{Co}]|(?![\t\n\r\f\v])\p{Cc}/gu)
  const share = lost / Math.max(1, text.length - count(text, /\s/g))
  if (lost === 0) return { loss: 0 }
  return { loss: 12 * share, reason: `${percent(share)} of the characters could not be decoded.` }
}

/**
 * UTF-8 that was read as Latin-1 or Windows-1252 leaves pairs that no language writes, such as `Ã¼` for `ü` and `â€™`
 * for an apostrophe.
 */
export function measureMojibake(text: string): Finding {
  const broken = count(
    text,
    /[ÂÃÄÅÐÑ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[âäåæçèé](?:[\u0080-\u00BF€][\u0080-\u00BF‚-™œžŸšŠ]|[\u0080-\u009F])/gu,
  )
  if (broken === 0) return { loss: 0 }
  const share = broken / Math.max(1, count(text, /\S+/g))
  return {
    loss: 5 * share,
    reason: `${percent(share)} of the words hold characters of a wrong encoding, such as "Ã¼" for "ü".`,
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
