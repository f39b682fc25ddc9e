/** A link found in a document: its target as it was written, and the words the reader clicks on. */
export interface DocumentLink {
  readonly target: string
  readonly text: string
}

/** A document that has been read, classified and scored, ready for the knowledge base. */
export interface KnowledgeDocument {
  /** Absolute path. It identifies the document: the same path is the same document. */
  readonly path: string
  /** File name, such as `README.md`. */
  readonly name: string
  readonly title: string
  /** What kind of file it is, such as `pdf` or `markdown`. */
  readonly format: string
  readonly class: string
  /** How sure the classification is, 0 to 1. */
  readonly confidence: number
  /** Quality score, 0 to 1; absent until it has been rated. */
  readonly quality?: number
  readonly words: number
  readonly text: string
  readonly headings: readonly string[]
  readonly links: readonly DocumentLink[]
  /** Hash of the file's bytes. */
  readonly hash: string
  /** When it was imported, ISO 8601. */
  readonly importedAt: string
}

/** A document as it stands in the knowledge base. */
export interface StoredDocument extends KnowledgeDocument {
  readonly id: number
}

/** A stored document without its text, for lists. */
export type DocumentSummary = Omit<StoredDocument, 'text' | 'headings' | 'links'>

interface Row {
  readonly [column: string]: unknown
}

/** The columns of a summary, in a table named `d`. */
export const summaryColumns = `d.id, d.path, d.name, d.title, d.format, d.class, d.confidence,
  d.quality, d.words, d.hash, d.imported_at`

/** Reads a summary from a row of `summaryColumns`. */
export function toSummary(value: unknown): DocumentSummary {
  const row = value as Row
  return {
    id: Number(row.id),
    path: String(row.path),
    name: String(row.name),
    title: String(row.title),
    format: String(row.format),
    class: String(row.class),
    confidence: Number(row.confidence),
    ...(row.quality !== null && { quality: Number(row.quality) }),
    words: Number(row.words),
    hash: String(row.hash),
    importedAt: String(row.imported_at),
  }
}

/** Reads a whole document from a row of `summaryColumns`, `headings`, `links` and `text`. */
export function toDocument(value: unknown): StoredDocument {
  const row = value as Row
  return {
    ...toSummary(value),
    text: String(row.text),
    headings: JSON.parse(String(row.headings)) as string[],
    links: JSON.parse(String(row.links)) as DocumentLink[],
  }
}
