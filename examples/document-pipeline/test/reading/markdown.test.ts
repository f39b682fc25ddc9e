import { describe, expect, it } from 'vitest'
import { expectRefusal, readString } from './reading-of.js'

describe('reading Markdown', () => {
  it('strips the mark-up and keeps the structure', async () => {
    const text = await readString(
      [
        '[![build](https://ci.example/badge.svg)](https://ci.example) ![logo](logo.png)',
        '',
        '# The *Great* `Tool`',
        '',
        'It is **fast**, see [the guide](docs/guide.md "Guide") and https://example.org/x.',
        'Read README.md first.',
        '',
        '* one',
        '* two',
        '',
        '```js',
        'const a = 1',
        '```',
        '',
        '| Option | Meaning |',
        '|--------|---------|',
        '| `-v`   | verbose |',
        '',
        '> Quoted.',
      ].join('\n'),
      'README.md',
    )
    expect(text.format).toBe('markdown')
    expect(text.title).toBe('The Great Tool')
    expect(text.headings).toEqual([{ level: 1, text: 'The Great Tool' }])
    expect(text.links).toEqual(['https://ci.example', 'docs/guide.md', 'https://example.org/x'])
    expect(text.text).toBe(
      'The Great Tool\n\n' +
        'It is fast, see the guide and https://example.org/x. Read README.md first.\n\n' +
        '- one\n- two\n\nconst a = 1\n\nOption | Meaning\n-v | verbose\n\nQuoted.',
    )
    expect(text.codeBlocks).toBe(1)
    expect(text.structure).toMatchObject({ images: 2, quotes: 1, tables: 1, listItems: 2 })
  })

  it('takes the title from front matter, and leaves the front matter out', async () => {
    const text = await readString(
      '---\ntitle: "A: guide"\ntags: [a]\n---\n\nBody text.\n',
      'guide.md',
    )
    expect(text.title).toBe('A: guide')
    expect(text.text).toBe('Body text.')
  })

  it('does not take a line drawn above the text for front matter', async () => {
    const text = await readString('---\n\nFirst part.\n\n---\n\nSecond part.\n', 'notes.md')
    expect(text.text).toBe('First part.\n\nSecond part.')
  })

  it('recognises Markdown in a file without an extension, but not in plain text', async () => {
    const readme = await readString('# Tool\n\nRun `make`.\n\n```sh\nmake\n```\n', 'README')
    const licence = await readString('MIT License\n\nCopyright (c) 2026 Ann *Other*\n', 'LICENSE')
    expect([readme.format, licence.format]).toEqual(['markdown', 'text'])
  })

  it('reads what would keep the parser busy for minutes as it stands', async () => {
    const text = await readString(`words ${'![a'.repeat(300_000)}`, 'hostile.md')
    expect(text.format).toBe('text')
  })

  it('refuses a file of nothing but badges', async () => {
    const badges = Buffer.from('[![a](b.svg)](c) ![d](e.svg)\n\n---\n')
    await expectRefusal(badges, 'README.md', 'NO_TEXT')
  })
})
