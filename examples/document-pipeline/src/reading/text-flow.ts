/** A piece of text that stands on lines of its own. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'item' | 'term' | 'row' | 'code'
  readonly text: string
}

// U+2028 is Unicode's own line break, and survives the collapsing of white space.
const lineBreak = '\u2028'

/** Text as it flows in from mark-up, piece by piece, gathered into blocks. */
export class TextFlow {
  /** The blocks so far; above the first list, those of cells that are still open. */
  readonly #gathered: Block[][] = [[]]
  #line = ''
  #mark = ''

  add(text: string): void {
    this.#line += text
  }

  breakLine(): void {
    this.#line += lineBreak
  }

  /** Begins a new line unless one has just begun. */
  freshLine(): void {
    if (!/(?:^|[\n\u2028])$/.test(this.#line)) this.breakLine()
  }

  /** Puts a mark such as `- ` before the next paragraph, which makes it an item of a list. */
  markNext(mark: string): void {
    this.#mark = mark
  }

  /** Ends the current block, if it has any text, and answers its text. Only code keeps its white space. */
  end(kind: Block['kind']): string {
    const text = kind === 'code' ? trimCode(this.#line) : collapse(this.#line)
    this.#line = ''
    if (text === '') return ''
    if (this.#mark === '' || (kind !== 'paragraph' && kind !== 'term')) {
      this.append([{ kind, text }])
    } else {
      this.append([{ kind: 'item', text: this.#mark + text }])
      this.#mark = ''
    }
    return text
  }

  append(blocks: readonly Block[]): void {
    for (const block of blocks) this.#gathered.at(-1)?.push(block)
  }

  /** Gathers the blocks that follow apart from the others, until `takeApart`. */
  setApart(): void {
    this.#gathered.push([])
  }

  takeApart(): readonly Block[] {
    return (this.#gathered.length > 1 && this.#gathered.pop()) || []
  }

  get blocks(): readonly Block[] {
    return this.#gathered.flat()
  }
}

/** Joins blocks to text: a blank line between them, but none inside a list, a table or a definition. */
export function joinBlocks(blocks: readonly Block[]): string {
  let text = ''
  let before: Block['kind'] | undefined
  for (const { kind, text: part } of blocks) {
    if (before !== undefined) text += isTight(before, kind) ? '\n' : '\n\n'
    text += part
    before = kind
  }
  return text
}

function isTight(before: Block['kind'], kind: Block['kind']): boolean {
  if (before === 'term') return kind === 'term' || kind === 'paragraph'
  return before === kind && (kind === 'item' || kind === 'row')
}

function collapse(text: string): string {
  return text
    .replace(/[ \t\r\n\f]+/g, ' ')
    .replace(/ ?\u2028 ?/g, '\n')
    .trim()
}

function trimCode(text: string): string {
  return text
    .replaceAll(lineBreak, '\n')
    .replace(/^[^\S\n]*\n/, '')
    .trimEnd()
}
