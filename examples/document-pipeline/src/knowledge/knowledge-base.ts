import { isAbsolute } from 'node:path'
import { type Database, inTransaction } from './database.js'
import {
  type DocumentSummary,
  type KnowledgeDocument,
  type StoredDocument,
  summaryColumns,
  toDocument,
  toSummary,
} from './document.js'
import { KnowledgeError } from './error.js'
import { openLinker } from './linker.js'
import { type CrossReference, type References, referenceReader } from './reference.js'
import { migrate } from './schema.js'
import { openSearch, type SearchOptions, type SearchResult } from './search.js'
import { type KnowledgeStatistics, openStatistics } from './statistics.js'

export interface ListOptions {
  /** Documents per page. Default 50. */
  readonly limit?: number
  /** Documents to pass over. Default 0. */
  readonly offset?: number
  /** Only documents of this class. */
  readonly class?: string | undefined
}

/** What `integrate` answers: where the document stands now, and what it points at. */
export interface Integrated {
  readonly id: number
  readonly crossReferences: readonly CrossReference[]
}

/** The searchable store of documents. Each path stands in it at most once. */
export interface KnowledgeBase {
  /**
   * Stores a document, or replaces what is stored under its path; its id stays. One transaction: after a crash
   * all of it is there or none, and repeating is harmless.
   * @throws KnowledgeError `PATH_NOT_ABSOLUTE`
   */
  integrate(document: KnowledgeDocument): Integrated
  /** Removes a document and every reference to it. False when there was none. */
  remove(path: string): boolean
  /** The document under this path if it has this very content and has been rated. */
  find(path: string, hash: string): DocumentSummary | undefined
  /** Sets a document's quality, 0 to 1. */
  rate(id: number, quality: number): void
  get(id: number): StoredDocument | undefined
  /** Newest import first. */
  list(options?: ListOptions): readonly DocumentSummary[]
  /** Any text may be searched for; nothing searchable finds nothing. */
  search(query: string, options?: SearchOptions): SearchResult
  references(id: number): References
  statistics(): KnowledgeStatistics
}

/**
 * Opens the knowledge base in a database, creating its tables (`knowledge_…`) where they are missing.
 * @throws KnowledgeError `KNOWLEDGE_NEWER` when a later release has written the file.
 */
export function openKnowledgeBase(database: Database): KnowledgeBase {
  migrate(database)
  const statements = prepare(database)
  const linker = openLinker(database)
  const references = referenceReader(database)

  const idOf = (path: string): number | undefined => {
    const row = statements.find.get(path) as { id: number } | undefined
    return row ? Number(row.id) : undefined
  }

  return {
    integrate(document) {
      if (!isAbsolute(document.path)) throw notAbsolute(document.path)
      return inTransaction(database, () => {
        statements.put.run(...toRow(document))
        const id = idOf(document.path) as number
        linker.link(id, document)
        return { id, crossReferences: references.outgoing(id) }
      })
    },
    remove: (path) =>
      inTransaction(database, () => {
        const id = idOf(path)
        if (id === undefined) return false
        linker.unlink(id)
        statements.remove.run(id)
        return true
      }),
    find(path, hash) {
      const row = statements.findContent.get(path, hash)
      return row ? toSummary(row) : undefined
    },
    rate(id, quality) {
      statements.rate.run(quality, id)
    },
    get(id) {
      const row = statements.read.get(id)
      return row ? toDocument(row) : undefined
    },
    list({ limit = 50, offset = 0, class: only } = {}) {
      const rows =
        only === undefined
          ? statements.list.all(limit, offset)
          : statements.listClass.all(only, limit, offset)
      return rows.map(toSummary)
    },
    search: openSearch(database),
    references: (id) => ({ outgoing: references.outgoing(id), incoming: references.incoming(id) }),
    statistics: openStatistics(database),
  }
}

function prepare(database: Database) {
  const newestFirst = 'ORDER BY d.imported_at DESC, d.id DESC LIMIT ?+0 OFFSET ?+0'
  return {
    find: database.prepare('SELECT id FROM knowledge_documents WHERE path = ?'),
    findContent: database.prepare(
      `SELECT ${summaryColumns} FROM knowledge_documents d
      WHERE d.path = ? AND d.hash = ? AND d.quality IS NOT NULL`,
    ),
    rate: database.prepare('UPDATE knowledge_documents SET quality = ? WHERE id = ?'),
    remove: database.prepare('DELETE FROM knowledge_documents WHERE id = ?'),
    read: database.prepare(
      `SELECT ${summaryColumns}, d.headings, d.links, d.text FROM knowledge_documents d WHERE d.id = ?`,
    ),
    list: database.prepare(`SELECT ${summaryColumns} FROM knowledge_documents d ${newestFirst}`),
    listClass: database.prepare(
      `SELECT ${summaryColumns} FROM knowledge_documents d WHERE d.class = ? ${newestFirst}`,
    ),
    put: database.prepare(`
      INSERT INTO knowledge_documents (path, name, title, format, class, confidence, quality, words, hash,
        imported_at, headings, links, text)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET name = excluded.name, title = excluded.title,
        format = excluded.format, class = excluded.class, confidence = excluded.confidence,
        quality = excluded.quality, words = excluded.words, hash = excluded.hash,
        imported_at = excluded.imported_at, headings = excluded.headings, links = excluded.links,
        text = excluded.text`),
  }
}

function toRow(document: KnowledgeDocument): readonly (string | number | null)[] {
  return [
    document.path,
    document.name,
    storable(document.title),
    document.format,
    document.class,
    document.confidence,
    document.quality ?? null,
    document.words,
    document.hash,
    document.importedAt,
    JSON.stringify(document.headings),
    JSON.stringify(document.links),
    storable(document.text),
  ]
}

/** SQLite's text functions stop at a NUL, and half a surrogate pair cannot be stored. */
function storable(text: string): string {
  return text.replaceAll('\0', ' ').replace(/\p{Cs}/gu, '\uFFFD')
}

function notAbsolute(path: string): KnowledgeError {
  return new KnowledgeError(
    'PATH_NOT_ABSOLUTE',
    `The document's path "${path}" is not absolute, so it cannot be told apart from others. Pass the full path.`,
  )
}
