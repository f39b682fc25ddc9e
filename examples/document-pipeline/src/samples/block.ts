/** A stretch of text in one style. */
export interface Run {
  readonly text: string
  readonly style: 'plain' | 'bold' | 'italic' | 'code'
}

/** A piece of a document, as both PDF and DOCX can show it. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'item'
      readonly mark: string
      readonly depth: number
      readonly runs: readonly Run[]
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }

/** The words of the first heading, or `Untitled`. */
export function titleOf(blocks: readonly Block[]): string {
  const first = blocks.find(({ kind }) => kind === 'heading')
  return first?.kind === 'heading' ? textOf(first.runs) : 'Untitled'
}

export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('')
}
