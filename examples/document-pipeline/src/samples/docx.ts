import {
  Document,
  HeadingLevel,
  type IRunOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { type Block, type Run, titleOf } from './block.js'
import { madeOn } from './made-on.js'

const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const

/** Sets blocks as a Word document. */
export async function toDocx(blocks: readonly Block[]): Promise<Buffer> {
  const document = new Document({
    title: titleOf(blocks),
    creator: 'Nightshift',
    lastModifiedBy: 'Nightshift',
    sections: [{ children: blocks.flatMap(elementsOf) }],
  })
  return withFixedDates(await Packer.toBuffer(document))
}

function elementsOf(block: Block): readonly (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading': {
      const heading = headings[Math.min(block.level, headings.length) - 1] ?? HeadingLevel.HEADING_6
      return [new Paragraph({ heading, children: block.runs.map(toRun) })]
    }
    case 'paragraph':
      return [new Paragraph({ spacing: { after: 160 }, children: block.runs.map(toRun) })]
    case 'item':
      return [itemOf(block)]
    case 'code':
      return block.text
        .split('\n')
        .map((line) => new Paragraph({ children: [toRun({ text: line, style: 'code' })] }))
    case 'table':
      return [tableOf(block.rows)]
  }
}

function itemOf({ mark, depth, runs }: Extract<Block, { kind: 'item' }>): Paragraph {
  if (mark === '•')
    return new Paragraph({ bullet: { level: Math.min(depth, 8) }, children: runs.map(toRun) })
  const numbered: readonly Run[] = [{ text: `${mark} `, style: 'plain' }, ...runs]
  return new Paragraph({ indent: { left: 360 * (depth + 1) }, children: numbered.map(toRun) })
}

function tableOf(rows: readonly (readonly string[])[]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (row) =>
        new TableRow({
          children: row.map((cell) => new TableCell({ children: [new Paragraph(cell)] })),
        }),
    ),
  })
}

const styles: Readonly<Record<Run['style'], IRunOptions>> = {
  plain: {},
  bold: { bold: true },
  italic: { italics: true },
  code: { font: 'Courier New' },
}

function toRun({ text, style }: Run): TextRun {
  return new TextRun({ ...styles[style], text })
}

/** The library writes the current time into the file; that would make each run's sample another document. */
function withFixedDates(docx: Buffer): Buffer {
  const parts = unzipSync(docx)
  const core = parts['docProps/core.xml']
  if (core) {
    const fixed = strFromU8(core).replace(/(<dcterms:\w+[^>]*>)[^<]*/g, `$1${madeOn.toISOString()}`)
    parts['docProps/core.xml'] = strToU8(fixed)
  }
  // A zip holds local time: written from local parts it is the same in every time zone.
  return Buffer.from(zipSync(parts, { mtime: new Date(2025, 0, 1, 12) }))
}
