import { type Database, inTransaction } from './database.js'
import { KnowledgeError } from './error.js'

const version = 1

/**
 * Creates the tables of the knowledge base, or finds that they are there. Safe to repeat and to run
 * from several processes at once.
 * @throws KnowledgeError `KNOWLEDGE_NEWER` when a later release has written the file.
 */
export function migrate(database: Database): void {
  database.exec('PRAGMA busy_timeout = 5000')
  if (journalMode(database) !== 'wal') database.exec('PRAGMA journal_mode = WAL')
  inTransaction(database, () => {
    database.exec('CREATE TABLE IF NOT EXISTS knowledge_schema (version INTEGER NOT NULL)')
    const found = database.prepare('SELECT max(version) AS version FROM knowledge_schema').get()
    const stored = Number((found as { version: number | null }).version ?? 0)
    if (stored > version) throw newer(stored)
    if (stored === version) return
    database.exec(tables)
    database.prepare('INSERT INTO knowledge_schema (version) VALUES (?)').run(version)
  })
}

function journalMode(database: Database): string {
  const row = database.prepare('PRAGMA journal_mode').get() as { journal_mode: string }
  return String(row.journal_mode).toLowerCase()
}

function newer(stored: number): KnowledgeError {
  return new KnowledgeError(
    'KNOWLEDGE_NEWER',
    `This knowledge base was written by a later release (schema ${stored}, this one knows ${version}). ` +
      'Start the later release, or choose another file.',
  )
}

/*
 * `text` is the last column, so that lists and counts never read the pages it overflows into.
 * Links hold what a document points at, stored or not: a reference is the join of links and
 * documents, and so does not depend on which of the two arrived first.
 */
const tables = `
  CREATE TABLE knowledge_documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    class TEXT NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    quality REAL CHECK (quality BETWEEN 0 AND 1),
    words INTEGER NOT NULL CHECK (words >= 0),
    hash TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    headings TEXT NOT NULL,
    links TEXT NOT NULL,
    text TEXT NOT NULL
  );
  CREATE INDEX knowledge_documents_imported ON knowledge_documents (imported_at, id);
  CREATE INDEX knowledge_documents_class ON knowledge_documents (class, imported_at, id);
  CREATE INDEX knowledge_documents_counts ON knowledge_documents (class, format, quality, words);

  CREATE VIRTUAL TABLE knowledge_text USING fts5 (
    title, name, text,
    content = 'knowledge_documents', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER knowledge_text_insert AFTER INSERT ON knowledge_documents BEGIN
    INSERT INTO knowledge_text (rowid, title, name, text)
    VALUES (new.id, new.title, new.name, new.text);
  END;
  CREATE TRIGGER knowledge_text_delete AFTER DELETE ON knowledge_documents BEGIN
    INSERT INTO knowledge_text (knowledge_text, rowid, title, name, text)
    VALUES ('delete', old.id, old.title, old.name, old.text);
  END;
  CREATE TRIGGER knowledge_text_update AFTER UPDATE OF title, name, text ON knowledge_documents BEGIN
    INSERT INTO knowledge_text (knowledge_text, rowid, title, name, text)
    VALUES ('delete', old.id, old.title, old.name, old.text);
    INSERT INTO knowledge_text (rowid, title, name, text)
    VALUES (new.id, new.title, new.name, new.text);
  END;

  CREATE TABLE knowledge_links (
    document_id INTEGER NOT NULL REFERENCES knowledge_documents (id),
    target TEXT NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document_id, target)
  ) WITHOUT ROWID;
  CREATE INDEX knowledge_links_target ON knowledge_links (target);

  CREATE TABLE knowledge_names (
    name TEXT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES knowledge_documents (id),
    rank INTEGER NOT NULL,
    first_word TEXT, -- only of names that are sought in texts
    PRIMARY KEY (name, document_id)
  ) WITHOUT ROWID;
  CREATE INDEX knowledge_names_document ON knowledge_names (document_id);
  CREATE INDEX knowledge_names_first_word ON knowledge_names (first_word) WHERE first_word IS NOT NULL;

  CREATE TABLE knowledge_mentions (
    document_id INTEGER NOT NULL REFERENCES knowledge_documents (id),
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document_id, name)
  ) WITHOUT ROWID;
  CREATE INDEX knowledge_mentions_name ON knowledge_mentions (name);
`
