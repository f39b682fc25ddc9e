const longestQuery = 500
const mostTerms = 24

interface Term {
  readonly words: string
  readonly isPhrase: boolean
}

/**
 * Turns what a person typed into an FTS5 query that cannot be a syntax error: every word must occur,
 * "words in quotation marks" must stand together, and the last word may be the start of one.
 * Null when nothing in it can be searched for.
 */
export function toFullTextQuery(typed: string): string | null {
  const terms = split(clean(typed)).slice(0, mostTerms)
  if (terms.length === 0) return null
  return terms.map((term, index) => toExpression(term, index === terms.length - 1)).join(' ')
}

/** Control characters end SQLite's strings early, and half a surrogate pair is not text. */
function clean(typed: string): string {
  return typed
    .slice(0, longestQuery)
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/[“”„«»]/g, '"')
}

function split(typed: string): readonly Term[] {
  const terms: Term[] = []
  for (const match of typed.matchAll(/"([^"]*)"?|[^\s"]+/g)) {
    const isPhrase = match[1] !== undefined
    const words = (match[1] ?? match[0]).trim()
    if (/[\p{L}\p{N}]/u.test(words)) terms.push({ words, isPhrase })
  }
  return terms
}

function toExpression(term: Term, isLast: boolean): string {
  const quoted = `"${term.words}"`
  return isLast && !term.isPhrase ? `${quoted}*` : quoted
}
