import { Buffer } from 'node:buffer'
import { deflateSync } from 'node:zlib'
import {
  Document,
  ExternalHyperlink,
  HeadingLevel,
  type ISectionOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'
import PDFDocument from 'pdfkit'

type Pdf = InstanceType<typeof PDFDocument>

/** Makes a PDF with pdfkit. */
export async function makePdf(
  draw: (pdf: Pdf) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const pdf = new PDFDocument(options)
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const finished = new Promise<void>((resolve) => pdf.on('end', resolve))
  draw(pdf)
  pdf.end()
  await finished
  return Buffer.concat(chunks)
}

const sentence = 'The quick brown fox jumps over the lazy dog near the quiet river bank. '

/** A report of several pages: a heading, six paragraphs and a link on each. */
export function makeReport(pages: number, options: PDFKit.PDFDocumentOptions = {}) {
  return makePdf((pdf) => {
    for (let page = 1; page <= pages; page++) {
      if (page > 1) pdf.addPage()
      pdf.fontSize(22).text(`Chapter ${page}`)
      pdf.fontSize(11)
      for (let part = 1; part <= 6; part++) {
        pdf.moveDown().text(`Paragraph ${part} of page ${page}. ${sentence.repeat(2 + page)}`)
      }
      pdf.moveDown().text('More on this', { link: `https://example.org/${page}` })
    }
  }, options)
}

/** Writes a PDF from its objects, the first of which is the catalog. */
export function assemblePdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const length = () => parts.reduce((sum, part) => sum + part.length, 0)
  const offsets = objects.map((object, index) => {
    const offset = length()
    const content = typeof object === 'string' ? Buffer.from(object, 'latin1') : object
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), content, Buffer.from('\nendobj\n'))
    return offset
  })
  const start = length()
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const size = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}` +
        `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

/** A stream object, packed with deflate. */
export function packedStream(content: string | Buffer, filter = '/FlateDecode'): Buffer {
  const packed = deflateSync(content)
  return Buffer.concat([
    Buffer.from(`<</Length ${packed.length}/Filter${filter}>>\nstream\n`),
    packed,
    Buffer.from('\nendstream'),
  ])
}

/** A PDF of one page from its content stream. */
export function onePage(
  content: string | Buffer,
  font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  more: readonly string[] = [],
): Buffer {
  return assemblePdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    typeof content === 'string' ? packedStream(content) : content,
    font,
    ...more,
  ])
}

/** Makes a Word document with the docx package. */
export function makeDocx(
  children: ISectionOptions['children'],
  properties: { readonly title?: string } = {},
): Promise<Buffer> {
  return Packer.toBuffer(new Document({ ...properties, sections: [{ children }] }))
}

/** The minutes of a meeting: headings, a list, a table and a link. */
export function makeMinutes(): Promise<Buffer> {
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] })
  const link = new ExternalHyperlink({
    link: 'https://example.org/agenda',
    children: [new TextRun('the agenda')],
  })
  return makeDocx(
    [
      new Paragraph({ text: 'Minutes of the board', heading: HeadingLevel.HEADING_1 }),
      new Paragraph('The board met on Tuesday and talked about the budget.'),
      new Paragraph({ text: 'Decisions', heading: HeadingLevel.HEADING_2 }),
      new Paragraph({ text: 'Repair the roof', bullet: { level: 0 } }),
      new Paragraph({ text: 'before winter', bullet: { level: 1 } }),
      new Table({
        rows: [
          new TableRow({ children: [cell('Item'), cell('Cost')] }),
          new TableRow({ children: [cell('Roof'), cell('12,000')] }),
        ],
      }),
      new Paragraph({ children: [new TextRun('See '), link] }),
    ],
    { title: 'Board minutes, May' },
  )
}
