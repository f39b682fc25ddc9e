import type { Database } from './database.js'
import { type DocumentSummary, summaryColumns, toSummary } from './document.js'
import { toFullTextQuery } from './query.js'

/** A piece of a text that matched; `hit` marks the words that were searched for. */
export interface SnippetPart {
  readonly text: string
  readonly hit: boolean
}

export interface SearchHit extends DocumentSummary {
  readonly snippet: readonly SnippetPart[]
}

/** One page of hits, best first, and how many there are in all. */
export interface SearchResult {
  readonly hits: readonly SearchHit[]
  readonly total: number
}

export interface SearchOptions {
  /** Hits per page. Default 20. */
  readonly limit?: number
  /** Hits to pass over. Default 0. */
  readonly offset?: number
  /** Only documents of this class. */
  readonly class?: string | undefined
}

const startMark = '\u0002'
const endMark = '\u0003'

/** Full-text search. A word in the title weighs more than one in the name, and that more than one in the text. */
export function openSearch(database: Database) {
  const find = database.prepare(`
    SELECT ${summaryColumns},
      snippet(knowledge_text, 2, '${startMark}', '${endMark}', '…', 32) AS snippet
    FROM knowledge_text JOIN knowledge_documents d ON d.id = knowledge_text.rowid
    WHERE knowledge_text MATCH ? AND (? IS NULL OR d.class = ?)
    ORDER BY bm25(knowledge_text, 10.0, 4.0, 1.0), d.id LIMIT ?+0 OFFSET ?+0`)
  const count = database.prepare(`
    SELECT count(*) AS total
    FROM knowledge_text JOIN knowledge_documents d ON d.id = knowledge_text.rowid
    WHERE knowledge_text MATCH ? AND (? IS NULL OR d.class = ?)`)

  return (typed: string, options: SearchOptions = {}): SearchResult => {
    const query = toFullTextQuery(typed)
    if (query === null) return { hits: [], total: 0 }
    const only = options.class ?? null
    const { total } = count.get(query, only, only) as { total: number }
    const rows = find.all(query, only, only, options.limit ?? 20, options.offset ?? 0)
    return { hits: rows.map(toHit), total: Number(total) }
  }
}

function toHit(row: unknown): SearchHit {
  return { ...toSummary(row), snippet: toParts(String((row as { snippet: string }).snippet)) }
}

function toParts(snippet: string): readonly SnippetPart[] {
  const [before = '', ...marked] = snippet.replace(/\s+/g, ' ').split(startMark)
  const parts = marked.flatMap((piece) => {
    const [hit = '', ...after] = piece.split(endMark)
    return [
      { text: hit, hit: true },
      { text: after.join(''), hit: false },
    ]
  })
  return [{ text: before, hit: false }, ...parts].filter(({ text }) => text !== '')
}
