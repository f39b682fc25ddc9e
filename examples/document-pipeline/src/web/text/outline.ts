/** A heading and where its line begins in the text; undefined where no line of the text reads so. */
export interface PlacedHeading {
  readonly heading: string
  readonly position: number | undefined
}

/** Finds the headings in the text, in their order, so that they can be jumped to. One pass over the text. */
export function placeHeadings(text: string, headings: readonly string[]): readonly PlacedHeading[] {
  const lines = linesThatRead(new Set(headings.map(normal)), text)
  let reached = -1
  return headings.map((heading) => {
    const ahead = lines.get(normal(heading)) ?? []
    while ((ahead.at(-1) ?? reached + 1) <= reached) ahead.pop()
    const position = ahead.pop()
    reached = position ?? reached
    return { heading, position }
  })
}

/** Where the wanted lines begin, the last one first, so that the next can be popped. */
function linesThatRead(wanted: ReadonlySet<string>, text: string): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const read = normal(line)
    if (!wanted.has(read)) continue
    const positions = found.get(read)
    if (positions) positions.push(index)
    else found.set(read, [index])
  }
  for (const positions of found.values()) positions.reverse()
  return found
}

/** A PDF's outline leaves out the section numbers that its pages have. */
const sectionNumber = /^(?:\d+(?:\.\d+)*\.?|[A-Z](?:\.\d+)+)\s+(?=\S)/

const normal = (line: string) => line.trim().replace(sectionNumber, '').replace(/\s+/g, ' ')
