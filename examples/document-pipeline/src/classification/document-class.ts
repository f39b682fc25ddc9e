/** What kind of document it is, in the order the model's weights are stored. */
export const DOCUMENT_CLASSES = [
  'licence',
  'changelog',
  'readme',
  'guide',
  'reference',
  'other',
] as const

/** One of the six kinds of document. */
export type DocumentClass = (typeof DOCUMENT_CLASSES)[number]

/** The parts of a read document the classifier looks at; the file's name is none of them. */
export type DocumentFeaturesInput = {
  readonly title: string
  readonly text: string
  readonly headings: readonly { readonly level: number; readonly text: string }[]
  readonly links: readonly string[]
  readonly codeBlocks: number
  readonly words: number
}

/** The class found, how sure the model is (0 to 1, its share of the scores), and every class's score (they sum to 1). */
export type Classification = {
  readonly class: DocumentClass
  readonly confidence: number
  readonly scores: Readonly<Record<DocumentClass, number>>
}
