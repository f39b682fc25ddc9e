import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import LibsqlDatabase from 'libsql'
import { onTestFinished } from 'vitest'
import {
  type Database,
  type KnowledgeBase,
  type KnowledgeDocument,
  openKnowledgeBase,
} from '../../src/knowledge/index.js'

/** A knowledge base in a file of its own, gone when the test ends. */
export function freshKnowledgeBase(): { base: KnowledgeBase; file: string; database: Database } {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'))
  const file = join(folder, 'knowledge.db')
  const database = openFile(file)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { base: openKnowledgeBase(database), file, database }
}

/** One more connection to a file; closed when the test ends. */
export function openFile(file: string): Database {
  const database = new LibsqlDatabase(file)
  onTestFinished(() => {
    database.close()
  })
  return database
}

/** A document with sensible fields; the test names those it is about. */
export function documentAt(
  path: string,
  fields: Partial<KnowledgeDocument> = {},
): KnowledgeDocument {
  const text = fields.text ?? 'Nothing in particular.'
  return {
    path,
    name: basename(path),
    title: basename(path),
    format: extname(path).slice(1) || 'text',
    class: 'guide',
    confidence: 0.9,
    quality: 0.9,
    words: text.split(/\s+/).length,
    text,
    headings: [],
    links: [],
    hash: `hash of ${text}`,
    importedAt: '2025-01-01T00:00:00.000Z',
    ...fields,
  }
}
