import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, it, vi } from 'vitest'
import { DocumentError, largestFile, readDocument } from '../../src/reading/read-document.js'
import { makeMinutes, makeReport } from './made-documents.js'
import { expectRefusal, refusalOf } from './reading-of.js'

// Loading the libraries alone takes seconds on a busy machine.
vi.setConfig({ testTimeout: 20_000 })

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const program = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(60)])
const gzip = gzipSync('some text')
const zip = Buffer.from(zipSync({ 'a.txt': Buffer.from('hello') }))
const workbook = Buffer.from(zipSync({ 'xl/workbook.xml': Buffer.from('<workbook/>') }))
const text = Buffer.from('A few plain words.')
const page = Buffer.from('<!doctype html><p>A few words.')
const garbage = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 37) % 256))

function compoundFile(stream: string): Buffer {
  const mark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  return Buffer.concat([mark, Buffer.alloc(504), Buffer.from(stream, 'utf16le'), Buffer.alloc(64)])
}

describe('refusing a file', () => {
  it('says that it is empty', async () => {
    const { code, message } = await refusalOf(new Uint8Array(), 'uploads/report.pdf')
    expect(code).toBe('FILE_EMPTY')
    expect(message).toContain('“report.pdf”')
  })

  it('says that it is too large', async () => {
    await expectRefusal(Buffer.alloc(largestFile + 1, 'word '), 'a.txt', 'FILE_TOO_LARGE')
  })

  it.each([
    ['photo.pdf', png, 'a picture (PNG)'],
    ['notes.pdf', text, 'plain text'],
    ['page.docx', page, 'a web page'],
    ['archive.docx', zip, 'a ZIP archive (ZIP)'],
    ['table.docx', workbook, 'an Excel workbook (XLSX)'],
    ['letter.docx', compoundFile('WordDocument'), 'a Word document of the old kind (DOC)'],
    ['tool.txt', program, 'a program (ELF)'],
    ['packed.md', gzip, 'a packed archive (GZ)'],
    ['photo.html', png, 'a picture (PNG)'],
    ['notes.png', text, 'plain text'],
    ['letter.doc', Buffer.from('{\\rtf1 Hello}'), undefined],
    ['letter.txt', Buffer.from('{\\rtf1 Hello}'), 'a rich text file (RTF)'],
  ])('says of %s that it is not what its name promises', async (name, bytes, content) => {
    const { code, message } = await refusalOf(bytes, name)
    if (content === undefined) return expect(code).toBe('FILE_UNSUPPORTED')
    expect(code).toBe('FILE_MISLABELLED')
    expect(message).toContain(`contains ${content}`)
    expect(message).toMatch(/[Rr]eplace it with the right file\.$/)
  })

  it('says how to rename a document that would be read under its right name', async () => {
    const { message } = await refusalOf(await makeReport(1), 'report.docx')
    expect(message).toContain('ends in .pdf')
    expect((await refusalOf(await makeReport(1), 'report.txt')).code).toBe('FILE_MISLABELLED')
    expect((await refusalOf(await makeMinutes(), 'minutes.doc')).message).toContain('.docx')
  })

  it('reads a document without an extension, or with an unknown one, as what it is', async () => {
    expect((await readDocument(await makeReport(1), 'report')).format).toBe('pdf')
    expect((await readDocument(await makeMinutes(), 'minutes.2026')).format).toBe('docx')
    expect((await readDocument(text, 'COPYING')).format).toBe('text')
  })

  it.each([
    ['photo.png', png],
    ['photo', png],
    ['table.xlsx', workbook],
    ['files.zip', zip],
    ['letter.doc', compoundFile('WordDocument')],
    ['data.bin', garbage],
    ['garbage.txt', garbage],
    ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>Hi</text></svg>')],
  ])('says that %s is not read here', async (name, bytes) => {
    const { code, message } = await refusalOf(bytes, name)
    expect(code, message).toBe('FILE_UNSUPPORTED')
    expect(message).toContain('Send it as PDF, DOCX, HTML, Markdown or plain text.')
  })

  it('takes bytes that are nothing known for a damaged document, if the name promises one', async () => {
    await expectRefusal(garbage, 'report.pdf', 'FILE_BROKEN')
    await expectRefusal(garbage, 'report.docx', 'FILE_BROKEN')
  })

  it('gives errors whose fields survive the way between threads', async () => {
    const error = await refusalOf(png, 'photo.pdf')
    const { code, message } = structuredClone(error.toJSON())
    expect(error).toBeInstanceOf(DocumentError)
    expect({ code, message }).toEqual({ code: 'FILE_MISLABELLED', message: error.message })
  })
})
