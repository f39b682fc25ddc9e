import { measureDecoding, measureMojibake } from './encoding.js'
import type { Finding } from './finding.js'
import { measureEnding, measureLength } from './length.js'
import { measureRepetition } from './repetition.js'
import { measureNoise, measureSpelling } from './spelling.js'

/** What is scored: a document as it was read. */
export interface ReadText {
  readonly title: string
  readonly text: string
  /** Only whether there are any counts. */
  readonly headings: readonly unknown[]
}

/** How the document was classified. `confidence` is 0 to 1. */
export interface Classified {
  readonly confidence: number
}

/** How usable the text is, 0 to 1, and what speaks against it, the worst first. */
export interface Quality {
  readonly score: number
  readonly reasons: readonly string[]
}

const longestJudged = 400_000

/**
 * Scores what was read from a document. The score falls with damage of every kind: characters that could not be
 * decoded, a wrong encoding, words that are none, words run together, noise, repetition, a lost end, too few words.
 * Good text of any language and form stands at 0.75 or above; 0 means that there is nothing to read.
 */
export function scoreQuality(read: ReadText, classification: Classified): Quality {
  const text = read.text.slice(0, longestJudged)
  if (!/[\p{L}\p{N}]/u.test(text)) return { score: 0, reasons: ['There is no text in it.'] }
  const findings = measure(text, read, classification)
  const loss = findings.reduce((sum, finding) => sum + finding.loss, 0)
  return {
    score: Math.round(Math.exp(-loss) * 1000) / 1000,
    reasons: [...findings]
      .sort((one, other) => other.loss - one.loss)
      .flatMap(({ reason }) => reason ?? []),
  }
}

function measure(text: string, read: ReadText, classification: Classified): readonly Finding[] {
  const chunks = withoutAddresses(text).split(/\s+/).filter(Boolean)
  return [
    measureDecoding(text),
    measureMojibake(text),
    measureSpelling(chunks),
    measureNoise(chunks),
    measureRepetition(text),
    measureLength(text, chunks),
    measureEnding(text),
    measureTitle(read),
    measureCertainty(classification),
  ]
}

function withoutAddresses(text: string): string {
  return text.replace(/\b[a-z][a-z\d+.-]*:\/\/[^\s()[\]<>"']*|\b\S+@\S+\.\S+/gi, ' ')
}

function measureTitle({ title, headings }: ReadText): Finding {
  if (title.trim() !== '' || headings.length > 0) return { loss: 0 }
  return { loss: 0.03, reason: 'It has neither a title nor headings.' }
}

function measureCertainty({ confidence }: Classified): Finding {
  const sure = Math.min(1, Math.max(0, confidence))
  if (sure >= 0.5) return { loss: 0.1 * (1 - sure) }
  return { loss: 0.1 * (1 - sure), reason: 'It is not certain what kind of document it is.' }
}
