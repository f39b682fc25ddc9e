import PdfDocument from 'pdfkit'
import { type Block, type Run, titleOf } from './block.js'
import { madeOn } from './made-on.js'

type Pdf = InstanceType<typeof PdfDocument>

const size = 10.5
const fonts: Readonly<Record<Run['style'], string>> = {
  plain: 'Helvetica',
  bold: 'Helvetica-Bold',
  italic: 'Helvetica-Oblique',
  code: 'Courier',
}

/** Sets blocks as an A4 document of as many pages as they need. */
export function toPdf(blocks: readonly Block[]): Promise<Buffer> {
  const pdf = new PdfDocument({
    size: 'A4',
    margin: 64,
    info: { Title: printable(titleOf(blocks)), CreationDate: madeOn, ModDate: madeOn },
  })
  const written = collect(pdf)
  for (const block of blocks) draw(pdf, block)
  pdf.end()
  return written
}

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}

function draw(pdf: Pdf, block: Block): void {
  if (block.kind === 'heading') drawHeading(pdf, block)
  else if (block.kind === 'paragraph') drawRuns(pdf, block.runs, size)
  else if (block.kind === 'item') drawItem(pdf, block)
  else if (block.kind === 'code') drawCode(pdf, block.text)
  else drawTable(pdf, block.rows)
}

function drawHeading(pdf: Pdf, { level, runs }: Extract<Block, { kind: 'heading' }>): void {
  space(pdf)
  drawRuns(pdf, runs.map(asBold), Math.max(11, 24 - level * 4))
}

function drawCode(pdf: Pdf, code: string): void {
  pdf.font('Courier').fontSize(8.5).text(printable(code))
  space(pdf)
}

function asBold(run: Run): Run {
  return { ...run, style: 'bold' }
}

function drawRuns(pdf: Pdf, runs: readonly Run[], fontSize: number): void {
  pdf.fontSize(fontSize)
  const words = runs.filter(({ text }) => printable(text) !== '')
  for (const [at, { text, style }] of words.entries()) {
    pdf.font(fonts[style]).text(printable(text), { continued: at < words.length - 1 })
  }
  space(pdf)
}

function drawItem(pdf: Pdf, item: Extract<Block, { kind: 'item' }>): void {
  const left = pdf.page.margins.left
  pdf.x = left + 12 * (item.depth + 1)
  drawRuns(pdf, [{ text: `${item.mark} `, style: 'plain' }, ...item.runs], size)
  pdf.x = left
}

function drawTable(pdf: Pdf, rows: readonly (readonly string[])[]): void {
  pdf.font('Helvetica').fontSize(8.5)
  pdf.table({ data: rows.map((row) => row.map(printable)) })
  space(pdf)
}

function space(pdf: Pdf): void {
  pdf.moveDown(0.5)
}

const replacements: readonly (readonly [RegExp, string])[] = [
  [/[→⇒➜]/g, '->'],
  [/[←⇐]/g, '<-'],
  [/≥/g, '>='],
  [/≤/g, '<='],
  [/≠/g, '!='],
  [/[−‑‐]/g, '-'],
  [/[✓✔✅]/gu, 'yes'],
  [/[✗✘❌]/gu, 'no'],
  [/[├└│─┌┐┘┤┬┴┼]/g, '|'],
  [/\t/g, '  '],
]

/** The fonts every PDF reader has know the letters of Western Europe; what they lack is written otherwise or left out. */
function printable(text: string): string {
  const replaced = replacements.reduce(
    (all, [from, to]) => all.replace(from, to),
    text.normalize('NFC'),
  )
  return replaced.replace(/[^\n\u0020-\u007E\u00A0-\u00FF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu, '')
}
