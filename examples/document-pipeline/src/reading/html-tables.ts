import type { Block, TextFlow } from './text-flow.js'

/** A cell that holds more than this arranges a page; it does not tabulate data. */
const largestCell = 1000
const mostBlocksInCell = 3

/** Turns the cells of tables into rows of text while their content flows in. */
export class HtmlTables {
  readonly #flow: TextFlow
  /** The rows found before each open table began, the innermost last. */
  readonly #rowsBefore: number[] = []
  /** The cells so far of each open row, the innermost last. */
  readonly #openRows: (readonly Block[])[][] = []
  #tables = 0
  #rows = 0

  constructor(flow: TextFlow) {
    this.#flow = flow
  }

  get counts(): { readonly tables: number; readonly tableRows: number } {
    return { tables: this.#tables, tableRows: this.#rows }
  }

  open(): void {
    this.#rowsBefore.push(this.#rows)
  }

  close(): void {
    if (this.#rows > (this.#rowsBefore.pop() ?? this.#rows)) this.#tables++
  }

  openRow(): void {
    this.#openRows.push([])
  }

  closeRow(): void {
    const cells = this.#openRows.pop() ?? []
    const row = rowOf(cells)
    if (row !== undefined) this.#rows++
    this.#flow.append(row === undefined ? cells.flat() : [row])
  }

  openCell(): void {
    this.#flow.setApart()
  }

  closeCell(): void {
    const cell = this.#flow.takeApart()
    const row = this.#openRows.at(-1)
    if (row === undefined) this.#flow.append(cell)
    else row.push(cell)
  }
}

/** A row of data as one line of text, or undefined if its cells only arrange a page. */
function rowOf(cells: readonly (readonly Block[])[]): Block | undefined {
  if (!cells.every(holdsData)) return undefined
  const texts = cells.map((cell) => cell.map(({ text }) => text.replace(/\s+/g, ' ')).join(' '))
  const filled = texts.filter((text) => text !== '').length
  if (filled < 2) return undefined
  return { kind: 'row', text: texts.join(' | ').replace(/[ |]+$/, '') }
}

function holdsData(cell: readonly Block[]): boolean {
  const length = cell.reduce((sum, { text }) => sum + text.length, 0)
  return (
    cell.length <= mostBlocksInCell &&
    length <= largestCell &&
    cell.every(({ kind }) => kind === 'paragraph' || kind === 'item')
  )
}
