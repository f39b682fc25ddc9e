import { describe, expect, it, vi } from 'vitest'
import { readDocument } from '../../src/reading/read-document.js'
import { assemblePdf, makePdf, makeReport, onePage, packedStream } from './made-documents.js'
import { expectRefusal, refusalOf } from './reading-of.js'

// Loading the libraries alone takes seconds on a busy machine.
vi.setConfig({ testTimeout: 20_000 })

describe('reading PDF', () => {
  it('reads all pages, with title, headings and links', async () => {
    const bytes = await makeReport(3, { info: { Title: 'Quarterly report' } })
    const report = await readDocument(bytes, 'report.pdf')
    expect(report.format).toBe('pdf')
    expect(report.title).toBe('Quarterly report')
    expect(report.pages).toBe(3)
    expect(report.headings).toEqual([1, 2, 3].map((n) => ({ level: 1, text: `Chapter ${n}` })))
    expect(report.links).toEqual([1, 2, 3].map((n) => `https://example.org/${n}`))
    expect(report.text).toContain('Chapter 2\n\nParagraph 1 of page 2. The quick brown fox')
    expect(report.text.match(/river bank\./g)).toHaveLength(6 * (3 + 4 + 5))
    expect(report.structure.paragraphs).toBe(21)
    expect(report.damage).toMatchObject({ pagesWithoutText: 0, damagedParts: 0, splitWords: 0 })
  })

  it('leaves the caller’s bytes as they were', async () => {
    const bytes = await makeReport(1)
    const before = Buffer.from(bytes)
    await readDocument(bytes, 'report.pdf')
    expect(bytes.equals(before)).toBe(true)
  })

  it('prefers the largest line of the first page to a title that only names a program’s file', async () => {
    const bytes = await makeReport(1, { info: { Title: 'Microsoft Word - draft7.docx' } })
    expect((await readDocument(bytes, 'report.pdf')).title).toBe('Chapter 1')
  })

  it('joins words that were split at the end of a line, and keeps compound ones', async () => {
    const bytes = await makePdf((pdf) => {
      for (const line of ['A well-known word. This docu-', 'ment is well-', 'known.'])
        pdf.text(line)
    })
    const { text } = await readDocument(bytes, 'split.pdf')
    expect(text).toBe('A well-known word. This document is well-known.')
  })

  it('reads bookmarks as headings, lists as items and code line by line', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.outline.addItem('First part').addItem('Its detail')
      pdf.outline.addItem('Second part')
      pdf.font('Helvetica').fontSize(11).text('We need some things before we can begin:')
      pdf.text('• bread').text('• milk')
      pdf.moveDown(2).font('Courier').text('if (a) {').text('b()', { indent: 26 }).text('}')
    })
    const read = await readDocument(bytes, 'list.pdf')
    expect(read.headings).toEqual([
      { level: 1, text: 'First part' },
      { level: 2, text: 'Its detail' },
      { level: 1, text: 'Second part' },
    ])
    expect(read.text).toBe(
      'We need some things before we can begin:\n\n• bread\n• milk\n\nif (a) {\n    b()\n}',
    )
    expect(read.codeBlocks).toBe(1)
    expect(read.structure).toMatchObject({ lists: 1, listItems: 2 })
  })

  it('does not take a document for code that is set in letters of equal width throughout', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.font('Courier').text('An agreement between us, which was typed').moveDown(2).text('Fine.')
    })
    const { text, codeBlocks } = await readDocument(bytes, 'typed.pdf')
    expect({ text, codeBlocks }).toEqual({
      text: 'An agreement between us, which was typed\n\nFine.',
      codeBlocks: 0,
    })
  })

  it('leaves out headers and page numbers after their first appearance', async () => {
    const bytes = await makePdf((pdf) => {
      for (let page = 1; page <= 5; page++) {
        if (page > 1) pdf.addPage()
        pdf.fontSize(9).text('Yearly report', 72, 40).text(`Page ${page} of 5`, 72, 700)
        pdf.fontSize(11).text(`Invoice 2026-00${page}`, 72, 100).text('one '.repeat(page))
      }
    })
    const { text } = await readDocument(bytes, 'headers.pdf')
    expect(text.match(/Yearly report/g)).toHaveLength(1)
    expect(text.match(/Page \d of 5/g)).toHaveLength(1)
    expect(text.match(/Invoice 2026-00\d/g)).toHaveLength(5)
  })

  it('reads East Asian text whose font only refers to a character table', async () => {
    const bytes = onePage(
      'BT /F1 24 Tf 50 700 Td <4F60597D4E16754C> Tj ET',
      '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>',
      [
        '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>',
        '<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 800/StemV 80>>',
      ],
    )
    expect((await readDocument(bytes, 'ni-hao.pdf')).text).toBe('你好世界')
  })

  it('reads a file that only restricts printing, and refuses one that needs a password', async () => {
    for (const pdfVersion of ['1.4', '1.7ext3'] as const) {
      const restricted = await makeReport(1, { ownerPassword: 'x', pdfVersion })
      expect((await readDocument(restricted, 'a.pdf')).words).toBe(287)
      const locked = await makeReport(1, { userPassword: 'x', pdfVersion })
      await expectRefusal(locked, 'locked.pdf', 'FILE_ENCRYPTED')
    }
  })

  it('advises text recognition for pages without text', async () => {
    const scan = await makePdf((pdf) => pdf.rect(50, 50, 200, 200).fill('gray'))
    const { code, message } = await refusalOf(scan, 'scan.pdf')
    expect(code).toBe('NO_TEXT')
    expect(message).toContain('OCR')
  })

  it('counts single pages without text as damage', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.text('Some words on the first page.').addPage().rect(9, 9, 99, 99).fill('gray')
    })
    expect((await readDocument(bytes, 'half.pdf')).damage.pagesWithoutText).toBe(1)
  })

  it('refuses a file that was cut off anywhere, even by a few bytes', async () => {
    const bytes = await makeReport(3)
    for (const share of [0.2, 0.5, 0.8, 0.95, 0.99]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share))
      await expectRefusal(cut, 'cut.pdf', 'FILE_BROKEN')
    }
    await expectRefusal(bytes.subarray(0, -12), 'cut.pdf', 'FILE_BROKEN')
  })

  it('refuses a file of which a later revision was cut off', async () => {
    const bytes = await makeReport(1)
    const revision = Buffer.from('\n9 0 obj\n<</Type/Page/Parent 1 0 R>>\nendobj\n')
    await expectRefusal(Buffer.concat([bytes, revision]), 'cut.pdf', 'FILE_BROKEN')
  })

  it('reads a file with something harmless behind its end', async () => {
    const bytes = Buffer.concat([await makeReport(1), Buffer.from('\r\n<!-- served -->\n\0\0\0')])
    expect((await readDocument(bytes, 'tail.pdf')).words).toBe(287)
  })

  it('refuses a file when one page’s text was damaged, though the rest could be read', async () => {
    const bytes = Buffer.from(await makeReport(3))
    const second = bytes.indexOf('stream', bytes.indexOf('endstream') + 9)
    bytes.fill(0x55, second + 60, second + 70)
    await expectRefusal(bytes, 'bad.pdf', 'FILE_BROKEN')
  })

  it('names the page that cannot be parsed', async () => {
    const bytes = onePage(`BT /F1 12 Tf (Hello) Tj ET ${'['.repeat(100_000)}`)
    const { code, message } = await refusalOf(bytes, 'bad.pdf')
    expect(code).toBe('FILE_BROKEN')
    expect(message).toContain('Page 1 of 1 in “bad.pdf”')
  })

  it('refuses a file that has lost pages', async () => {
    const bytes = assemblePdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
      packedStream('BT /F1 12 Tf 50 700 Td (Hello world) Tj ET'),
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ])
    await expectRefusal(bytes, 'lost.pdf', 'FILE_BROKEN')
  })

  it('refuses what unpacks to far more than a document', async () => {
    const blanks = Buffer.alloc(140 * 1024 * 1024, 32)
    const bomb = onePage(packedStream(blanks))
    const { code, message } = await refusalOf(bomb, 'bomb.pdf')
    expect(code).toBe('FILE_TOO_LARGE')
    expect(message).toContain('unpacks to')
    const twice = packedStream('x', '[/FlateDecode/FlateDecode]')
    await expectRefusal(onePage(twice), 'twice.pdf', 'FILE_TOO_LARGE')
  })

  it('stops between pages when asked to', async () => {
    const controller = new AbortController()
    const reading = readDocument(await makeReport(8), 'long.pdf', { signal: controller.signal })
    controller.abort(new Error('not needed'))
    await expect(reading).rejects.toThrow('not needed')
  })
})
