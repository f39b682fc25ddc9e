import { readFile } from 'node:fs/promises'
import { Paragraph } from 'docx'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it, vi } from 'vitest'
import { readDocument } from '../../src/reading/read-document.js'
import { makeDocx, makeMinutes } from './made-documents.js'
import { expectRefusal, refusalOf } from './reading-of.js'

// Loading the libraries alone takes seconds on a busy machine.
vi.setConfig({ testTimeout: 20_000 })

/** A Word document with some of its parts replaced, added or (undefined) left out. */
async function changed(parts: Readonly<Record<string, string | Uint8Array | undefined>>) {
  const all = { ...unzipSync(await makeMinutes()), ...parts }
  const kept = Object.entries(all).flatMap(([name, part]) =>
    part === undefined ? [] : [[name, Buffer.from(part)] as const],
  )
  return Buffer.from(zipSync(Object.fromEntries(kept)))
}

describe('reading DOCX', () => {
  it('takes title, headings, lists, tables and links', async () => {
    const minutes = await readDocument(await makeMinutes(), 'minutes.docx')
    expect(minutes.format).toBe('docx')
    expect(minutes.title).toBe('Board minutes, May')
    expect(minutes.headings).toEqual([
      { level: 1, text: 'Minutes of the board' },
      { level: 2, text: 'Decisions' },
    ])
    expect(minutes.links).toEqual(['https://example.org/agenda'])
    expect(minutes.text).toBe(
      'Minutes of the board\n\nThe board met on Tuesday and talked about the budget.\n\n' +
        'Decisions\n\n- Repair the roof\n  - before winter\n\n' +
        'Item | Cost\nRoof | 12,000\n\nSee the agenda',
    )
    expect(minutes.structure).toMatchObject({ tables: 1, tableRows: 2, listItems: 2 })
  })

  it('does not unpack pictures', async () => {
    const picture = new Uint8Array(1024 * 1024)
    const bytes = await changed({ 'word/media/image1.png': picture })
    expect((await readDocument(bytes, 'minutes.docx')).words).toBe(28)
  })

  it('refuses a blank document', async () => {
    await expectRefusal(await makeDocx([new Paragraph('')]), 'blank.docx', 'NO_TEXT')
  })

  it('refuses a document behind a password', async () => {
    const locked = await readFile(new URL('./fixtures/locked.docx', import.meta.url))
    const { code, message } = await refusalOf(locked, 'locked.docx')
    expect(code).toBe('FILE_ENCRYPTED')
    expect(message).toContain('remove the password')
  })

  it('refuses an archive that is cut off, damaged, or without the document itself', async () => {
    const bytes = await makeMinutes()
    await expectRefusal(bytes.subarray(0, bytes.length >> 1), 'cut.docx', 'FILE_BROKEN')
    await expectRefusal(bytes.subarray(0, -3), 'cut.docx', 'FILE_BROKEN')
    const bent = Buffer.from(bytes)
    const data = bent.indexOf('word/document.xml') + 'word/document.xml'.length + 20
    bent.fill(0, data, data + 4)
    await expectRefusal(bent, 'bent.docx', 'FILE_BROKEN')
    await expectRefusal(await changed({ 'word/document.xml': undefined }), 'a.docx', 'FILE_BROKEN')
    await expectRefusal(await changed({ 'word/document.xml': '<w:doc' }), 'a.docx', 'FILE_BROKEN')
  })

  it('refuses text that was altered, by its checksum', async () => {
    const stored = Buffer.from(zipSync(unzipSync(await makeMinutes()), { level: 0 }))
    stored.write('Wednesday', stored.indexOf('Tuesday and'))
    await expectRefusal(stored, 'altered.docx', 'FILE_BROKEN')
  })

  it('refuses what unpacks to far more than a document, whatever it declares', async () => {
    const bytes = await changed({ 'word/document.xml': Buffer.alloc(1024 * 1024, 32) })
    const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1')
    const declaredSize = bytes.indexOf('word/document.xml', directory) - 46 + 24
    bytes.writeUInt32LE(70 * 1024 * 1024, declaredSize)
    const { code, message } = await refusalOf(bytes, 'bomb.docx')
    expect(code).toBe('FILE_TOO_LARGE')
    expect(message).toContain('unpacks to')
    bytes.writeUInt32LE(1000, declaredSize)
    const liar = await refusalOf(bytes, 'liar.docx')
    expect(liar.code).toBe('FILE_BROKEN')
    expect(liar.detail).toContain('too many bytes')
  })
})
