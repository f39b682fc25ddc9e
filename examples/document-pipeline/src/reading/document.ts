/** How a document was read. */
export type DocumentFormat = 'pdf' | 'docx' | 'html' | 'markdown' | 'text'

export interface DocumentHeading {
  /** 1 is the highest. */
  readonly level: number
  readonly text: string
}

/** A link: where it leads, as it was written, and the words it stands on (empty in a PDF). */
export interface DocumentAnchor {
  readonly target: string
  readonly text: string
}

/** What a document is made of. Formats without a mark-up for something count it by its looks, or as 0. */
export interface DocumentStructure {
  readonly paragraphs: number
  readonly lines: number
  readonly lists: number
  readonly listItems: number
  /** Terms with a definition beside or below them. */
  readonly definitions: number
  /** Tables of data; tables that only arrange a page are not counted. */
  readonly tables: number
  readonly tableRows: number
  readonly quotes: number
  readonly images: number
  /** Pieces of code inside a sentence. */
  readonly inlineCode: number
  /** Characters inside code blocks. */
  readonly codeCharacters: number
  /** The share of the text that stands in code blocks, 0 to 1. */
  readonly codeShare: number
}

/** Signs that text was lost or garbled on its way here. In a clean document all counts are 0. */
export interface DocumentDamage {
  /** U+FFFD, left where something could not be decoded. */
  readonly replacementCharacters: number
  /** Control characters other than tabs and line ends; they are not in the text any more. */
  readonly controlCharacters: number
  /** Characters without a public meaning, as a PDF has where a font does not say what its shapes mean. */
  readonly privateCharacters: number
  /** Sequences such as `Ã¤` or `â€™`, which are UTF-8 read as something else. */
  readonly mojibake: number
  /** Words still split by a hyphen at the end of a line. */
  readonly splitWords: number
  /** The share of tokens that are neither words nor numbers, 0 to 1. Code and tables have many. */
  readonly nonWordShare: number
  /** The share of tokens that are one letter, 0 to 1. High where the letters of words stand apart. */
  readonly singleLetterShare: number
  /** Pages of a PDF that have no text, as scanned ones. */
  readonly pagesWithoutText: number
  /** Parts of a PDF that do not match their checksum. */
  readonly damagedParts: number
  /** Fonts of a PDF whose text was not read, for want of the East Asian character tables they refer to. */
  readonly unreadableFonts: number
}

/** What a reader for one format hands back; the rest of a `ReadDocument` is measured from it. */
export interface Reading {
  /** From metadata or mark-up; empty if there is none. */
  readonly title: string
  readonly text: string
  readonly headings: readonly DocumentHeading[]
  readonly anchors: readonly DocumentAnchor[]
  readonly codeBlocks: number
  readonly counts: Omit<DocumentStructure, 'lines' | 'codeShare'>
  readonly pages?: number
  readonly pagesWithoutText?: number
  readonly damagedParts?: number
  readonly unreadableFonts?: number
}

/** The counts of a format that has mark-up for none of these. */
export const nothingCounted: Reading['counts'] = {
  paragraphs: 0,
  lists: 0,
  listItems: 0,
  definitions: 0,
  tables: 0,
  tableRows: 0,
  quotes: 0,
  images: 0,
  inlineCode: 0,
  codeCharacters: 0,
}

/** A document as text, with what a classifier, a quality check and an index need to know about it. */
export interface ReadDocument {
  readonly format: DocumentFormat
  /** From metadata, the first heading or the first line; else the name of the file. Never empty. */
  readonly title: string
  /** Plain text in Unicode's composed form (NFC), lines end in `\n`, a blank line between paragraphs. */
  readonly text: string
  readonly headings: readonly DocumentHeading[]
  /** Targets of links in document order, each once, as written; without links inside the page (`#…`). */
  readonly links: readonly string[]
  /** The same links with the words they stand on. */
  readonly anchors: readonly DocumentAnchor[]
  readonly codeBlocks: number
  /** Number of pages of a PDF. */
  readonly pages?: number
  readonly words: number
  readonly structure: DocumentStructure
  readonly damage: DocumentDamage
}
