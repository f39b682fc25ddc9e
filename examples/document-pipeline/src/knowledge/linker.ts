import type { Database } from './database.js'
import type { KnowledgeDocument } from './document.js'
import { firstWord, type MentionText, mentionOf, mentionText, wordsOf } from './mention.js'
import { type DocumentName, namesOf } from './name.js'
import { mostReferences } from './reference.js'
import { targetKeys } from './target.js'

const mostTargets = 500
const mostNewMentions = 500

/**
 * Keeps what cross-references are made of: where each document links to, what it is called, and whom it
 * mentions. Every call belongs inside the transaction that stores or removes the document.
 */
export function openLinker(database: Database) {
  const statements = prepare(database)

  function link(id: number, document: KnowledgeDocument): void {
    const before = namesHeld(id)
    forgetOwn(id)
    storeLinks(id, document)
    const names = namesOf(document)
    for (const name of names) {
      const inTexts = name.soughtIn === 'texts'
      statements.addName.run(name.key, id, name.rank, inTexts ? firstWord(name.key) : null)
    }
    for (const name of before) dropIfUnused(name)
    storeMentions(id, mentionText(document.text))
    for (const name of names) if (isNew(name, before)) findMentions(id, name.key)
  }

  function unlink(id: number): void {
    const names = namesHeld(id)
    forgetOwn(id)
    for (const name of names) dropIfUnused(name)
  }

  function forgetOwn(id: number): void {
    statements.removeLinks.run(id)
    statements.removeNames.run(id)
    statements.removeMentions.run(id)
  }

  function namesHeld(id: number): ReadonlySet<string> {
    return new Set(statements.namesOf.all(id).map((row) => String((row as { name: string }).name)))
  }

  function storeLinks(id: number, document: KnowledgeDocument): void {
    const seen = new Set<string>()
    for (const [position, written] of document.links.entries()) {
      if (seen.size >= mostTargets) return
      for (const target of targetKeys(written.target, document.path)) {
        if (seen.has(target)) continue
        seen.add(target)
        statements.addLink.run(id, target, position, written.text.trim() || written.target)
      }
    }
  }

  /** Which of the names already known does this text speak of? */
  function storeMentions(id: number, text: MentionText): void {
    let found = 0
    const own = namesHeld(id)
    for (const row of statements.namesByFirstWord.all(JSON.stringify(wordsOf(text)))) {
      const { name } = row as { name: string }
      const mentioned = own.has(name) ? undefined : mentionOf(text, name)
      if (mentioned === undefined) continue
      statements.addMention.run(id, name, mentioned)
      found += 1
      if (found === mostReferences) return
    }
  }

  /** Which of the texts already stored speak of this new name? */
  function findMentions(id: number, name: string): void {
    const phrase = `text : "${name.replaceAll('"', ' ')}"`
    for (const row of statements.textsWith.all(phrase, id)) {
      const found = row as { id: number; text: string; mentioned: number }
      if (found.mentioned >= mostReferences) continue
      const mentioned = mentionOf(mentionText(found.text), name)
      if (mentioned !== undefined) statements.addMention.run(found.id, name, mentioned)
    }
  }

  function isNew(name: DocumentName, before: ReadonlySet<string>): boolean {
    return name.soughtIn === 'texts' && !before.has(name.key) && bearers(name.key) === 1
  }

  function dropIfUnused(name: string): void {
    if (bearers(name) === 0) statements.dropMentions.run(name)
  }

  function bearers(name: string): number {
    return Number((statements.bearers.get(name) as { bearers: number }).bearers)
  }

  return { link, unlink }
}

function prepare(database: Database) {
  return {
    removeLinks: database.prepare('DELETE FROM knowledge_links WHERE document_id = ?'),
    removeNames: database.prepare('DELETE FROM knowledge_names WHERE document_id = ?'),
    removeMentions: database.prepare('DELETE FROM knowledge_mentions WHERE document_id = ?'),
    dropMentions: database.prepare('DELETE FROM knowledge_mentions WHERE name = ?'),
    addLink: database.prepare(
      'INSERT INTO knowledge_links (document_id, target, position, text) VALUES (?, ?, ?, ?)',
    ),
    addName: database.prepare(
      `INSERT INTO knowledge_names (name, document_id, rank, first_word)
       VALUES (?, ?, ?, ?)`,
    ),
    addMention: database.prepare(
      'INSERT OR IGNORE INTO knowledge_mentions (document_id, name, text) VALUES (?, ?, ?)',
    ),
    namesOf: database.prepare('SELECT name FROM knowledge_names WHERE document_id = ?'),
    bearers: database.prepare('SELECT count(*) AS bearers FROM knowledge_names WHERE name = ?'),
    namesByFirstWord: database.prepare(
      `SELECT DISTINCT n.name FROM json_each(?) w JOIN knowledge_names n ON n.first_word = w.value
       ORDER BY length(n.name) DESC, n.name`,
    ),
    textsWith: database.prepare(
      `SELECT d.id, substr(d.text, 1, 210000) AS text,
         (SELECT count(*) FROM knowledge_mentions m WHERE m.document_id = d.id) AS mentioned
       FROM knowledge_text t JOIN knowledge_documents d ON d.id = t.rowid
       WHERE knowledge_text MATCH ? AND d.id <> ? LIMIT ${mostNewMentions}`,
    ),
  }
}
