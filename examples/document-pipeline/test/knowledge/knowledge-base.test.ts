import { describe, expect, it } from 'vitest'
import { openKnowledgeBase } from '../../src/knowledge/index.js'
import { documentAt, freshKnowledgeBase, openFile } from './documents.js'

describe('integrate', () => {
  it('stores a document that can be read again whole', () => {
    const { base } = freshKnowledgeBase()
    const document = documentAt('/shelf/guide.md', {
      title: 'Käse & Brot',
      text: 'Ein Text mit Umlauten: äöüß and 漢字.',
      headings: ['Käse', 'Brot'],
      links: [{ target: 'https://example.org/', text: 'elsewhere' }],
    })
    const { id } = base.integrate(document)
    expect(base.get(id)).toEqual({ id, ...document })
  })

  it('keeps each path once, however often it comes', () => {
    const { base } = freshKnowledgeBase()
    const first = base.integrate(documentAt('/shelf/a.md', { text: 'about walruses' }))
    const again = base.integrate(documentAt('/shelf/a.md', { text: 'about penguins' }))
    expect(again.id).toBe(first.id)
    expect(base.statistics().documents).toBe(1)
    expect(base.search('walruses').total).toBe(0)
    expect(base.search('penguins').total).toBe(1)
  })

  it('knows which content of a path it holds', () => {
    const { base } = freshKnowledgeBase()
    base.integrate(documentAt('/shelf/a.md', { hash: 'one' }))
    expect(base.find('/shelf/a.md', 'one')).toBeDefined()
    expect(base.find('/shelf/a.md', 'two')).toBeUndefined()
    base.integrate(documentAt('/shelf/a.md', { hash: 'two' }))
    expect(base.find('/shelf/a.md', 'one')).toBeUndefined()
    expect(base.find('/shelf/a.md', 'two')).toBeDefined()
  })

  it('changes nothing at all when it fails half-way', () => {
    const { base, database } = freshKnowledgeBase()
    const { id } = base.integrate(documentAt('/shelf/a.md', { text: 'about walruses' }))
    database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON knowledge_links
      BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
    const links = [{ target: './b.md', text: 'b' }]
    expect(() => base.integrate(documentAt('/shelf/a.md', { text: 'penguins', links }))).toThrow(
      'the disk is full',
    )
    expect(base.get(id)?.text).toBe('about walruses')
    expect(base.search('penguins').total).toBe(0)
    database.exec('DROP TRIGGER refuse')
    base.integrate(documentAt('/shelf/a.md', { text: 'penguins', links }))
    expect(base.search('penguins').total).toBe(1)
  })

  it('lets several connections write to one file', () => {
    const { base, file } = freshKnowledgeBase()
    const other = openKnowledgeBase(openFile(file))
    base.integrate(documentAt('/shelf/a.md', { text: 'walruses' }))
    other.integrate(documentAt('/shelf/b.md', { text: 'walruses too' }))
    other.integrate(documentAt('/shelf/a.md', { text: 'walruses again' }))
    expect(base.search('walruses').total).toBe(2)
  })

  it('refuses a path that is not absolute', () => {
    const { base } = freshKnowledgeBase()
    expect(() => base.integrate(documentAt('shelf/a.md'))).toThrow(
      expect.objectContaining({ code: 'PATH_NOT_ABSOLUTE' }),
    )
  })

  it('stores texts that hold NULs and broken characters', () => {
    const { base } = freshKnowledgeBase()
    const { id } = base.integrate(documentAt('/a.txt', { text: 'before\0after \uD800 penguin' }))
    expect(base.get(id)?.text).toBe('before after \uFFFD penguin')
    expect(base.search('penguin').total).toBe(1)
  })
})

describe('the file', () => {
  it('keeps everything when it is opened again', () => {
    const { base, file } = freshKnowledgeBase()
    const { id } = base.integrate(documentAt('/shelf/a.md', { text: 'walruses' }))
    const reopened = openKnowledgeBase(openFile(file))
    expect(reopened.get(id)?.path).toBe('/shelf/a.md')
    expect(reopened.search('walruses').total).toBe(1)
  })

  it('is refused when a later release has written it', () => {
    const { file, database } = freshKnowledgeBase()
    database.exec('UPDATE knowledge_schema SET version = 99')
    expect(() => openKnowledgeBase(openFile(file))).toThrow(
      expect.objectContaining({ code: 'KNOWLEDGE_NEWER' }),
    )
  })

  it('passes the integrity check of full-text search after changes and removals', () => {
    const { base, database } = freshKnowledgeBase()
    for (let n = 0; n < 20; n += 1) base.integrate(documentAt(`/${n}.md`, { text: `number ${n}` }))
    for (let n = 0; n < 20; n += 2) base.integrate(documentAt(`/${n}.md`, { text: `again ${n}` }))
    for (let n = 0; n < 20; n += 3) base.remove(`/${n}.md`)
    const check = "INSERT INTO knowledge_text (knowledge_text, rank) VALUES ('integrity-check', 1)"
    expect(() => database.exec(check)).not.toThrow()
    expect(base.search('again').total).toBe(6)
  })
})

describe('the queries', () => {
  it('never scan a table of documents, names, links or mentions', () => {
    const { database } = freshKnowledgeBase()
    const prepared: string[] = []
    const prepare = (sql: string) => {
      prepared.push(sql)
      return database.prepare(sql)
    }
    openKnowledgeBase({ ...database, exec: (sql) => database.exec(sql), prepare })
    const reads = prepared.filter(
      (sql) => /^\s*(SELECT|WITH)/.test(sql) && sql.includes('knowledge_'),
    )
    expect(reads.length).toBeGreaterThan(10)
    for (const sql of reads) {
      const parameters = (sql.match(/\?/g) ?? []).map(() => '[]')
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)
      const scans = plan
        .map((row) => (row as { detail: string }).detail)
        .filter((detail) =>
          /^SCAN [dlmntb]\w?\b(?! VIRTUAL TABLE INDEX \d+:M)|^SCAN knowledge_(?!text|schema)/.test(
            detail,
          ),
        )
        .filter(
          (detail) =>
            !/USING (COVERING )?INDEX knowledge_documents_(imported|class|counts)/.test(detail),
        )
      expect([sql, scans]).toEqual([sql, []])
    }
  })
})

describe('remove', () => {
  it('takes a document out of the store and the search', () => {
    const { base } = freshKnowledgeBase()
    const { id } = base.integrate(documentAt('/shelf/a.md', { text: 'walruses' }))
    expect(base.remove('/shelf/a.md')).toBe(true)
    expect(base.remove('/shelf/a.md')).toBe(false)
    expect(base.get(id)).toBeUndefined()
    expect(base.search('walruses')).toEqual({ hits: [], total: 0 })
  })

  it('never gives a removed id to another document', () => {
    const { base } = freshKnowledgeBase()
    const { id } = base.integrate(documentAt('/a.md'))
    base.remove('/a.md')
    expect(base.integrate(documentAt('/b.md')).id).not.toBe(id)
  })
})

describe('list and statistics', () => {
  it('lists the newest imports first, page by page and by class', () => {
    const { base } = freshKnowledgeBase()
    for (const n of [1, 2, 3, 4]) {
      base.integrate(
        documentAt(`/${n}.md`, {
          importedAt: `2025-01-0${n}T00:00:00.000Z`,
          class: n % 2 ? 'licence' : 'readme',
        }),
      )
    }
    const paths = (options: Parameters<typeof base.list>[0]) =>
      base.list(options).map(({ path }) => path)
    expect(paths({})).toEqual(['/4.md', '/3.md', '/2.md', '/1.md'])
    expect(paths({ limit: 2, offset: 1 })).toEqual(['/3.md', '/2.md'])
    expect(paths({ class: 'licence' })).toEqual(['/3.md', '/1.md'])
  })

  it('counts documents and words by class, format and quality', () => {
    const { base } = freshKnowledgeBase()
    base.integrate(documentAt('/a.md', { class: 'readme', words: 10, quality: 0.75 }))
    base.integrate(documentAt('/b.md', { class: 'readme', words: 20, quality: 0.6 }))
    base.integrate(documentAt('/c.pdf', { class: 'licence', words: 30, quality: 0.1 }))
    expect(base.statistics()).toEqual({
      documents: 3,
      words: 60,
      byClass: { readme: 2, licence: 1 },
      byFormat: { md: 2, pdf: 1 },
      byQuality: { good: 1, fair: 1, poor: 1, unrated: 0 },
    })
  })
})
