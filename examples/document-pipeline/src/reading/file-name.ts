/**
 * What a file's name leads people to expect: a kind that is read here, `foreign` for a kind that
 * is not, or `anything`, where the extension is missing or unknown.
 */
export type Expectation = 'pdf' | 'docx' | 'text' | 'foreign' | 'anything'

export interface FileName {
  readonly name: string
  /** Lower case, without the dot; empty if there is none. */
  readonly extension: string
  readonly expects: Expectation
}

const expectations: Readonly<Record<Exclude<Expectation, 'anything'>, string>> = {
  pdf: 'pdf',
  docx: 'docx docm dotx dotm',
  text:
    'txt text md markdown mdown mkd mkdn mdx html htm xhtml rst adoc asciidoc log csv tsv json xml ' +
    'yml yaml',
  foreign:
    'doc rtf ps eps xls xlsx xlsm ppt pptx odt ods odp epub mobi png jpg jpeg gif webp bmp tif tiff ico ' +
    'svg avif heic psd zip gz tgz bz2 xz zst 7z rar tar jar mp3 wav ogg flac mp4 mov avi mkv webm exe ' +
    'dll so dylib iso sqlite woff woff2 ttf otf',
}

const expectationOf = new Map<string, Expectation>(
  Object.entries(expectations).flatMap(([expectation, extensions]) =>
    extensions.split(' ').map((extension) => [extension, expectation as Expectation] as const),
  ),
)

/** Takes a name, or a path, apart. */
export function parseFileName(path: string): FileName {
  const name = path.split(/[/\\]/).at(-1) ?? ''
  const extension = /[^.]\.([^.\s]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return { name, extension, expects: expectationOf.get(extension) ?? 'anything' }
}
