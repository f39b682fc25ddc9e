import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../src/reading/read-document.js'
import { expectRefusal, readString } from './reading-of.js'

const german = 'Größe und Übung\r\n\r\nDie Straße führt über „Brücken“ – 5 €.\r\n'
const cleaned = 'Größe und Übung\n\nDie Straße führt über „Brücken“ – 5 €.'

describe('reading plain text', () => {
  it.each([
    ['UTF-8', Buffer.from(german)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${german}`)],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${german}`, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${german}`, 'utf16le').swap16()],
    ['UTF-16LE without a mark', Buffer.from(german, 'utf16le')],
    ['UTF-16BE without a mark', Buffer.from(german, 'utf16le').swap16()],
    ['Windows-1252', iconv.encode(german, 'windows-1252')],
  ])('decodes %s', async (_encoding, bytes) => {
    const { text, damage } = await readDocument(bytes, 'text.txt')
    expect(text).toBe(cleaned)
    expect(damage).toMatchObject({ replacementCharacters: 0, controlCharacters: 0, mojibake: 0 })
  })

  it('guesses older encodings of other scripts', async () => {
    const russian = 'Программа читает документы и записывает их в базу знаний.'
    const { text } = await readDocument(iconv.encode(russian, 'koi8-r'), 'text.txt')
    expect(text).toBe(russian)
  })

  it('believes the encoding that a page declares', async () => {
    const page = '<meta charset=iso-8859-2><p>Łódź, žluťoučký'
    const { text } = await readDocument(iconv.encode(page, 'iso-8859-2'), 'page.html')
    expect(text).toBe('Łódź, žluťoučký')
  })

  it('keeps UTF-8 with a few broken bytes as UTF-8, and counts them', async () => {
    const bytes = Buffer.concat([Buffer.from('Größe, Übung, Äpfel, Öl'), Buffer.from([0xc3])])
    const { text, damage } = await readDocument(bytes, 'text.txt')
    expect(text).toBe('Größe, Übung, Äpfel, Öl\ufffd')
    expect(damage.replacementCharacters).toBe(1)
  })

  it('brings text into one shape', async () => {
    const { text } = await readString(
      '\r\n\r\nCafe\u0301\u00a0noir  \r\n\n\n\nN\bNA\bAM\bME\bE\n\x1b[31mred\x1b[0m so\u00adft\n\n',
      'text.txt',
    )
    expect(text).toBe('Café noir\n\nNAME\nred soft')
  })

  it('finds underlined headings, list items, links and a title', async () => {
    const read = await readString(
      'A Guide\n=======\n\nSee https://example.org/a, please.\n\nUse\n---\n\n- one\n- two\n',
      'guide.rst',
    )
    expect(read.format).toBe('text')
    expect(read.title).toBe('A Guide')
    expect(read.headings).toEqual([
      { level: 1, text: 'A Guide' },
      { level: 2, text: 'Use' },
    ])
    expect(read.links).toEqual(['https://example.org/a'])
    expect(read.structure).toMatchObject({ lists: 1, listItems: 2 })
  })

  it('counts words in scripts with and without spaces', async () => {
    expect((await readString("Don't re-read 3.5 pages", 'a.txt')).words).toBe(4)
    expect((await readString('私は本を読む。', 'a.txt')).words).toBe(6)
  })

  it('sees the signs of damaged text', async () => {
    const { damage } = await readString(
      'GrÃ¶ÃŸe donâ€™t re-\nread \ue000 \u0001 T h i s i s',
      'a.txt',
    )
    expect(damage).toMatchObject({
      mojibake: 3,
      splitWords: 1,
      privateCharacters: 1,
      controlCharacters: 1,
    })
    expect(damage.singleLetterShare).toBeGreaterThan(0.4)
  })

  it('never takes one kind of text in the name of another for a mistake', async () => {
    const page = '<!doctype html><title>T</title><p>Hello'
    expect((await readString(page, 'page.md')).format).toBe('html')
    expect((await readString(page, 'page.txt')).format).toBe('html')
    expect((await readString(page, 'page')).format).toBe('html')
    expect((await readString('Just words.', 'page.html')).format).toBe('text')
  })

  it('falls back to the name of the file for a title', async () => {
    const { title } = await readString('### `` \n\n<b></b>a', 'notes')
    expect(title).not.toBe('')
  })

  it('refuses white space, binary data and data behind a text’s name', async () => {
    await expectRefusal(Buffer.from(' \r\n\t\n'), 'blank.txt', 'NO_TEXT')
    await expectRefusal(Buffer.from('---\n===\n'), 'lines.txt', 'NO_TEXT')
    await expectRefusal(Buffer.from('text with a \0 inside'), 'nul.txt', 'FILE_UNSUPPORTED')
  })
})
