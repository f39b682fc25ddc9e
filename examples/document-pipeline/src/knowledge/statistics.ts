import type { Database } from './database.js'

/** How good a document's text is: good from 0.75, fair from 0.5, else poor; unrated while it is being imported. */
export type QualityBand = 'good' | 'fair' | 'poor' | 'unrated'

export interface KnowledgeStatistics {
  readonly documents: number
  readonly words: number
  readonly byClass: Readonly<Record<string, number>>
  readonly byFormat: Readonly<Record<string, number>>
  readonly byQuality: Readonly<Record<QualityBand, number>>
}

/** Counts what is stored. Reads one index only, never the texts. */
export function openStatistics(database: Database) {
  const count = database.prepare(`
    SELECT class, format,
      CASE WHEN quality IS NULL THEN 'unrated' WHEN quality >= 0.75 THEN 'good' WHEN quality >= 0.5 THEN 'fair' ELSE 'poor' END AS band,
      count(*) AS documents, sum(words) AS words
    FROM knowledge_documents GROUP BY class, format, band`)

  return (): KnowledgeStatistics => {
    const byClass: Record<string, number> = {}
    const byFormat: Record<string, number> = {}
    const byQuality = { good: 0, fair: 0, poor: 0, unrated: 0 }
    let documents = 0
    let words = 0
    for (const row of count.all() as readonly Group[]) {
      byClass[row.class] = (byClass[row.class] ?? 0) + row.documents
      byFormat[row.format] = (byFormat[row.format] ?? 0) + row.documents
      byQuality[row.band] += row.documents
      documents += row.documents
      words += row.words
    }
    return { documents, words, byClass, byFormat, byQuality }
  }
}

interface Group {
  readonly class: string
  readonly format: string
  readonly band: QualityBand
  readonly documents: number
  readonly words: number
}
