import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type ReadDocument, readDocument } from '../../src/reading/read-document.js'

// Every package that this example uses brings documents that people wrote.
const installed = fileURLToPath(new URL('../../node_modules', import.meta.url))
const isDocument = /^(?:readme|license|licence|changelog|history|news|copying)|\.(?:md|html?)$/i

function documentsOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isDocument.test(entry.name))
    .map((entry) => join(folder, entry.name))
}

function installedDocuments(): readonly string[] {
  return readdirSync(installed, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !name.startsWith('@'))
    .flatMap(({ name }) => documentsOf(realpathSync(join(installed, name))))
}

async function readAll(): Promise<ReadonlyMap<string, ReadDocument>> {
  const read = new Map<string, ReadDocument>()
  for (const path of installedDocuments()) {
    read.set(path, await readDocument(readFileSync(path), path))
  }
  return read
}

describe('documents of installed packages', () => {
  it('are all read, with a title, clean text and their words', async () => {
    const documents = await readAll()
    expect(documents.size).toBeGreaterThan(20)
    for (const [path, { title, text, words, damage }] of documents) {
      expect(title, path).not.toBe('')
      expect(words, path).toBeGreaterThan(10)
      expect(text, path).toBe(text.normalize('NFC').trimEnd())
      expect(text, path).not.toMatch(/\r|\n\n\n|[ \t]$/m)
      expect(damage.replacementCharacters + damage.controlCharacters, path).toBe(0)
    }
    const readmes = [...documents].filter(([path]) => /readme\.md$/i.test(basename(path)))
    expect(readmes.every(([, { format }]) => format === 'markdown')).toBe(true)
    expect(readmes.filter(([, { headings }]) => headings.length > 0).length).toBeGreaterThan(8)
  }, 30_000)
})
