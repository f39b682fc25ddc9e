import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@nightshift/adapter-sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKnowledgeBase } from '../../src/knowledge/index.js'
import { writeSamples } from '../../src/samples/index.js'
import { REPOSITORY } from '../../src/settings.js'
import { start } from './program.js'

const PATIENCE_MS = 90_000

let data: string
let documents: string

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'nightshift-data-'))
  documents = await mkdtemp(join(tmpdir(), 'nightshift-documents-'))
})

afterEach(() =>
  Promise.all([data, documents].map((folder) => rm(folder, { recursive: true, force: true }))),
)

function knowledge() {
  const database = openDatabase(join(data, 'knowledge.db'))
  const base = openKnowledgeBase(database)
  return { base, close: () => database.close() }
}

const write = (name: string, content: string | Uint8Array) =>
  writeFile(join(documents, name), content)

describe('importing a folder', () => {
  it('makes good documents searchable and fails bad ones with a code and a sentence (B4, B10)', {
    timeout: PATIENCE_MS,
  }, async () => {
    await writeSamples({ from: REPOSITORY, to: documents })
    await write(
      'bees.html',
      '<title>Bees</title><p>Bees make honey &amp; wax, all summer long.</p>',
    )
    await write('note.txt', 'The aardvark sleeps through the day and eats ants at night.')
    await write('zero.pdf', '')
    await write('blank.txt', ' \n\n ')
    await write('cut.pdf', '%PDF-1.7\n1 0 obj\n<< /Type /Catalog')
    await write('page.pdf', '<!doctype html><title>404</title><p>Not found, sorry about that.</p>')
    const { code, output, summary } = await start(data, documents).ended
    expect(code).toBe(0)
    expect(summary).toMatchObject({ failed: 4, cancelled: 0 })
    expect(summary.documents).toBe((summary.completed ?? 0) + 4)
    for (const failure of ['FILE_EMPTY', 'NO_TEXT', 'FILE_BROKEN', 'FILE_MISLABELLED']) {
      expect(output).toContain(failure)
    }
    const { base, close } = knowledge()
    expect(base.search('aardvark').hits).toMatchObject([{ name: 'note.txt', format: 'text' }])
    expect(base.search('honey wax').hits).toMatchObject([{ name: 'bees.html', title: 'Bees' }])
    expect(Object.keys(base.statistics().byFormat)).toEqual(
      expect.arrayContaining(['pdf', 'docx', 'html', 'text']),
    )
    close()
  })

  it('killed in the middle, goes on where it was, and each document stands once (B5)', {
    timeout: PATIENCE_MS,
  }, async () => {
    const count = 80
    for (let index = 0; index < count; index++) {
      await write(`note-${index}.md`, `# Note ${index}\n\n${'A line about the sea. '.repeat(40)}`)
    }
    const first = start(data, documents)
    await stored(await first.url, 5)
    first.kill()
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL' })

    const second = await start(data, documents).ended
    expect(second).toMatchObject({
      code: 0,
      summary: { documents: count, completed: count, failed: 0, cancelled: 0 },
    })
    const { base, close } = knowledge()
    const paths = base.list({ limit: 1_000 }).map(({ path }) => path)
    expect(paths).toHaveLength(count)
    expect(new Set(paths).size).toBe(count)
    expect(base.statistics().byQuality.unrated).toBe(0)
    close()
  })

  it('a second time reads nothing again', { timeout: PATIENCE_MS }, async () => {
    await write('a.md', '# A\n\nSome words that stay the same from day to day.')
    await start(data, documents).ended
    const again = await start(data, documents).ended
    expect(again.summary).toMatchObject({ documents: 1, completed: 1 })
    const { base, close } = knowledge()
    expect(base.statistics().documents).toBe(1)
    close()
  })
})

/** Waits until the program says that so many documents are stored. */
async function stored(url: string, count: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/statistics`)
    const { documents: stored } = (await response.json()) as { readonly documents: number }
    if (stored >= count) return
  }
}
