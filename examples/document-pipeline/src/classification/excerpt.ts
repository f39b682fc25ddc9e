const HEAD = 12_000
const SAMPLE = 1_500
const SAMPLES = 4

/**
 * The part of a text that is worth reading: all of a text up to 18,000 characters; of a longer one
 * its first 12,000, where a document says what it is, and four samples spread over the rest.
 */
export function excerptOf(text: string): string {
  if (text.length <= HEAD + SAMPLE * SAMPLES) return text
  const parts = [text.slice(0, HEAD)]
  const step = (text.length - HEAD - SAMPLE) / (SAMPLES - 1)
  for (let index = 0; index < SAMPLES; index += 1) {
    const start = Math.floor(HEAD + step * index)
    parts.push(text.slice(start, start + SAMPLE))
  }
  return parts.join('\n\n')
}
