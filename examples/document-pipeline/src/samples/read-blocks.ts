import MarkdownIt from 'markdown-it'
import { type Block, type Run, textOf } from './block.js'
import type { Source } from './source.js'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

const markdown = new MarkdownIt()

/** Takes a text apart: Markdown by its mark-up, plain text by its empty lines, the first line being the title. */
export function readBlocks(source: Source): readonly Block[] {
  return source.isMarkdown ? markdownBlocks(source.text) : plainBlocks(source.text)
}

function plainBlocks(text: string): readonly Block[] {
  const paragraphs = text.trim().split(/\n\s*\n/)
  return paragraphs.map((paragraph, at): Block => {
    const runs: readonly Run[] = [{ text: paragraph.replace(/\s+/g, ' ').trim(), style: 'plain' }]
    return at === 0 ? { kind: 'heading', level: 1, runs } : { kind: 'paragraph', runs }
  })
}

/** The parser answers a flat sequence of openings, contents and ends; `place` is what is open at the moment. */
function markdownBlocks(text: string): readonly Block[] {
  const blocks: Block[] = []
  const place = { marks: [] as string[], rows: [] as string[][], heading: 0 }
  for (const token of markdown.parse(text, {})) {
    switch (token.type) {
      case 'heading_open':
        place.heading = Number(token.tag.slice(1))
        break
      case 'list_item_open':
        place.marks.push(token.info === '' ? '•' : `${token.info}.`)
        break
      case 'list_item_close':
        place.marks.pop()
        break
      case 'tr_open':
        place.rows.push([])
        break
      case 'table_close':
        blocks.push({ kind: 'table', rows: place.rows })
        place.rows = []
        break
      case 'fence':
      case 'code_block':
        blocks.push({ kind: 'code', text: token.content.trimEnd() })
        break
      case 'inline': {
        const runs = runsOf(token)
        const row = place.rows.at(-1)
        if (row) row.push(textOf(runs))
        else if (runs.length > 0) blocks.push(textBlock(runs, place))
        place.heading = 0
      }
    }
  }
  return blocks
}

function textBlock(
  runs: readonly Run[],
  { heading, marks }: { readonly heading: number; readonly marks: readonly string[] },
): Block {
  const mark = marks.at(-1)
  if (heading > 0) return { kind: 'heading', level: heading, runs }
  if (mark === undefined) return { kind: 'paragraph', runs }
  return { kind: 'item', mark, depth: marks.length - 1, runs }
}

const opened: Readonly<Record<string, Run['style']>> = { strong_open: 'bold', em_open: 'italic' }

function runsOf(inline: Token): readonly Run[] {
  const runs: Run[] = []
  let style: Run['style'] = 'plain'
  for (const token of inline.children ?? []) {
    if (token.type in opened) style = opened[token.type] ?? style
    else if (/^(strong|em)_close$/.test(token.type)) style = 'plain'
    else if (/^(soft|hard)break$/.test(token.type)) runs.push({ text: ' ', style })
    else if (token.type === 'code_inline') runs.push({ text: token.content, style: 'code' })
    else if (token.type === 'text' && token.content !== '')
      runs.push({ text: token.content, style })
  }
  return runs
}
