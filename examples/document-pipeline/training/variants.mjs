/**
 * The same document as other readers would hand it over: with its headings, as bare text
 * (a PDF: no headings, lines broken anywhere), and cut short. All variants stay in one fold.
 */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const seedOf = (text) =>
  [...text].reduce((hash, character) => (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0, 7)

/** No headings, no blank lines between paragraphs half of the time, lines wrapped at a random width. */
export function bare(text, random) {
  const width = 50 + Math.floor(random() * 60)
  const gap = random() < 0.5 ? '\n' : '\n\n'
  const keepBullets = random() < 0.6
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const lines = keepBullets
        ? paragraph.split('\n')
        : [paragraph.replace(/^\s*([*•-]|\d+[.)])\s+/gm, '').replace(/\s*\n\s*/g, ' ')]
      return lines
        .map((line) => line.trim().replace(new RegExp(`(.{${width},}?) `, 'g'), '$1\n'))
        .join('\n')
    })
    .join(gap)
}

/** 40 to 240 words: from the start, or from `from` (0 to 1) of the way in. */
function cut(text, random, from) {
  const words = 40 + Math.floor(random() ** 2 * 200)
  const start = text.indexOf('\n', Math.floor(text.length * from))
  const part = start > 0 && from > 0 ? text.slice(start) : text
  return part.trimStart().match(new RegExp(`^(?:\\S+\\s+){1,${words}}`))?.[0] ?? part
}

/** In these a piece from the middle is still of the class; a readme's middle may be anything. */
const sameThroughout = new Set(['licence', 'changelog', 'other', 'guide'])

/** Two to four variants of a document for training. */
export function variantsOf({ text, headings, path, source, label }) {
  const random = seeded(seedOf(source + path))
  const all = [{ text, headings, weight: 1 }]
  all.push({ text: bare(text, random), headings: [], weight: 0.7 })
  if (text.length < 1_500) return all
  const start = cut(text, random, 0)
  all.push({ text: random() < 0.5 ? bare(start, random) : start, headings: [], weight: 0.6 })
  if (text.length > 4_000 && sameThroughout.has(label)) {
    all.push({ text: cut(text, random, 0.1 + 0.7 * random()), headings: [], weight: 0.4 })
  }
  return all
}
