/** One pattern for everything a text is made of; the order of the alternatives decides. */
const PIECES = new RegExp(
  [
    String.raw`(?<blank>\n[ \t]*\n\s*)`,
    String.raw`(?<line>\n)`,
    String.raw`(?<url>\b(?:https?|ftp):\/\/[^\s<>)\]"']+|\bwww\.[^\s<>)\]"']+)`,
    String.raw`(?<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)`,
    String.raw`(?<date>\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b)`,
    String.raw`(?<version>\bv?\d+\.\d+(?:\.\d+)+(?:[-.+~]?[a-z]+[\w.+~-]*)?|\bv\d+(?:\.\d+)*\b)`,
    String.raw`(?<flag>(?<=[\s"'(\[|,/]|^)--?[a-zA-Z][\w-]*)`,
    String.raw`(?<path>(?<=[\s"'(\[]|^)(?:~|\.{1,2})?\/[\w.~-]+(?:\/[\w.~-]*)*|\b\w+(?:\/[\w.-]+)+\/?)`,
    String.raw`(?<name>\b[a-z]+[A-Z]\w*|\b[A-Z]\w*[a-z][A-Z]\w*|\b\w+(?:_\w+)+|\b\w+(?:\.\w+)*\(\)?|\b[a-z]\w+(?:\.[a-z]\w+)+|\$\w+)`,
    String.raw`(?<word>\p{L}+(?:['’]\p{L}+)?)`,
    String.raw`(?<year>\b(?:19|20)\d\d\b)`,
    String.raw`(?<ticket>#\d+\b)`,
    String.raw`(?<decimal>\b\d+\.\d+\b)`,
    String.raw`(?<number>\d+)`,
    String.raw`(?<stop>[.!?]+(?=\s|$)|[:;])`,
    String.raw`(?<mark>[()[\]{}<>=|"“”*•$%&@+§©–—-])`,
  ].join('|'),
  'gu',
)

const MARKS = new Map([
  ['“', '"'],
  ['”', '"'],
  ['•', '*'],
  ['–', '—'],
])

/** Longest line, in characters and in words, that can be a heading. */
const HEADING_CHARACTERS = 64
const HEADING_WORDS = 8
const HEADING_LINE = /^[^a-z]*\p{L}.*[^.,;!]$/u

/** Names that differ between languages and their package managers but say the same about a document. */
const ALIASES = new Map<string, string>()
for (const name of 'npm npx yarn pnpm pip pip3 pipx conda cargo gem bundle bundler brew homebrew apt apt-get dnf yum pacman composer nuget cran conan maven gradle choco winget'.split(
  ' ',
))
  ALIASES.set(name, '<installer>')
for (const name of 'javascript js node nodejs typescript ts python ruby rust java php perl golang swift kotlin haskell julia scala elixir erlang lisp lua'.split(
  ' ',
))
  ALIASES.set(name, '<language>')
for (const name of 'github gitlab bitbucket sourceforge codeberg savannah'.split(' '))
  ALIASES.set(name, '<forge>')

function wordTerm(word: string): string {
  const plain = word.toLowerCase().replace('’', "'")
  return ALIASES.get(plain) ?? plain
}

function termOf(groups: Record<string, string | undefined>): string | undefined {
  if (groups.word !== undefined) return wordTerm(groups.word)
  if (groups.mark !== undefined) return MARKS.get(groups.mark) ?? groups.mark
  for (const kind in groups) if (groups[kind] !== undefined) return `<${kind}>`
  return undefined
}

/**
 * The words of a text in lower case; numbers, versions, dates, addresses, paths and code names
 * become `<kind>`, so the model learns the shape and not the value. `^` stands before a sentence.
 */
function wordsOf(text: string): string[] {
  const words: string[] = ['^']
  for (const match of text.matchAll(PIECES)) {
    const groups = match.groups as Record<string, string | undefined>
    if (groups.line !== undefined) continue
    if (groups.blank !== undefined || groups.stop !== undefined) {
      if (words.at(-1) !== '^') words.push('^')
      continue
    }
    const term = termOf(groups)
    if (term !== undefined) words.push(term)
  }
  return words
}

/** Lines that look like a heading in bare text: short, alone after an empty line, no full stop. */
export function headingLines(text: string): string[] {
  const lines = text.split('\n')
  return lines
    .filter((line, index) => {
      const bare = line.trim()
      if (bare.length < 3 || bare.length > HEADING_CHARACTERS || !HEADING_LINE.test(bare))
        return false
      return (
        (index === 0 || lines[index - 1]?.trim() === '') &&
        bare.split(/\s+/).length <= HEADING_WORDS
      )
    })
    .map((line) => line.trim())
}

/** How often each word, pair of neighbouring words and heading word (`h:`) occurs. */
export function countTerms(text: string, headings: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1)
  let previous = ''
  for (const word of wordsOf(text)) {
    if (word !== '^') add(word)
    if (previous !== '' && word !== '^') add(`${previous} ${word}`)
    previous = word
  }
  for (const heading of headings)
    for (const word of wordsOf(heading)) if (word !== '^') add(`h:${word}`)
  return counts
}
