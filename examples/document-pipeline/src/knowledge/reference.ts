import type { Database } from './database.js'

/** How a document points at another: by a link, or by naming it in its text. */
export type ReferenceKind = 'link' | 'mention'

/** One end of a cross-reference: the stored document at the other end, and the words that point. */
export interface CrossReference {
  readonly id: number
  readonly title: string
  readonly kind: ReferenceKind
  readonly text: string
}

/** What a document points at, and what points at it. */
export interface References {
  readonly outgoing: readonly CrossReference[]
  readonly incoming: readonly CrossReference[]
}

/** The most references reported in one direction; links come before mentions. */
export const mostReferences = 50

/** Reads the references of one document. Each other document is named once, by its strongest reference. */
export function referenceReader(database: Database) {
  const readOutgoing = database.prepare(outgoing)
  const readIncoming = database.prepare(incoming)
  return {
    outgoing: (id: number): readonly CrossReference[] => distinct(readOutgoing.all(id)),
    incoming: (id: number): readonly CrossReference[] => distinct(readIncoming.all(id)),
  }
}

function distinct(rows: readonly unknown[]): readonly CrossReference[] {
  const found = new Map<number, CrossReference>()
  for (const row of rows as readonly Record<string, unknown>[]) {
    const id = Number(row.id)
    if (found.has(id) || found.size === mostReferences) continue
    const kind = Number(row.kind) === 0 ? 'link' : 'mention'
    found.set(id, { id, title: String(row.title), kind, text: String(row.text) })
  }
  return [...found.values()]
}

/**
 * A name means the document of the lowest rank that bears it, then the one of the shortest path. It is looked
 * up when it is read, so that the answer does not depend on the order in which documents came.
 */
const bearerOf = (name: string) => `(
  SELECT n2.document_id
  FROM knowledge_names n2 JOIN knowledge_documents d2 ON d2.id = n2.document_id
  WHERE n2.name = ${name} ORDER BY n2.rank, length(d2.path), d2.path LIMIT 1)`

/** Whoever bears a name itself does not speak of its namesake. */
const bears = (document: string, name: string) => `EXISTS (
  SELECT 1 FROM knowledge_names n3 WHERE n3.name = ${name} AND n3.document_id = ${document})`

/*
 * SQLite keeps the order of a CROSS JOIN: from one document to its few references, never a scan of all documents.
 */
const outgoing = `
  WITH self AS (SELECT ? AS id)
  SELECT d.id, d.title, r.kind, r.text FROM (
    SELECT t.id AS target, 0 AS kind, l.position AS position, l.text AS text
    FROM self CROSS JOIN knowledge_links l ON l.document_id = self.id
      JOIN knowledge_documents t ON t.path = l.target
    WHERE t.id <> self.id
    UNION ALL
    SELECT ${bearerOf('l.target')}, 0, l.position, l.text
    FROM self CROSS JOIN knowledge_links l ON l.document_id = self.id
    WHERE l.target GLOB 'name:*' AND NOT ${bears('self.id', 'l.target')}
    UNION ALL
    SELECT ${bearerOf('m.name')}, 1, 0, m.text
    FROM self CROSS JOIN knowledge_mentions m ON m.document_id = self.id
    WHERE NOT ${bears('self.id', 'm.name')}
  ) r CROSS JOIN knowledge_documents d ON d.id = r.target
  ORDER BY r.kind, r.position, d.path`

const incoming = `
  WITH self AS (SELECT d.id, d.path FROM knowledge_documents d WHERE d.id = ?),
    names AS MATERIALIZED (
      SELECT n.name FROM self CROSS JOIN knowledge_names n ON n.document_id = self.id
      WHERE ${bearerOf('n.name')} = self.id)
  SELECT d.id, d.title, r.kind, r.text FROM (
    SELECT l.document_id AS source, 0 AS kind, l.text AS text
    FROM self CROSS JOIN knowledge_links l ON l.target = self.path
    UNION ALL
    SELECT l.document_id, 0, l.text
    FROM names CROSS JOIN knowledge_links l ON l.target = names.name
    WHERE NOT ${bears('l.document_id', 'names.name')}
    UNION ALL
    SELECT m.document_id, 1, m.text
    FROM names CROSS JOIN knowledge_mentions m ON m.name = names.name
    WHERE NOT ${bears('m.document_id', 'names.name')}
  ) r CROSS JOIN knowledge_documents d ON d.id = r.source
  WHERE d.id <> (SELECT id FROM self)
  ORDER BY r.kind, d.path`
