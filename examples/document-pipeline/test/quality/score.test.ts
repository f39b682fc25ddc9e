import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { describe, expect, it, vi } from 'vitest'
import { scoreQuality } from '../../src/quality/index.js'
import { spreadDamage, wrongEncoding } from './damage.js'

// Hundreds of files are read and scored, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const store = fileURLToPath(new URL('../../../../node_modules/.pnpm/', import.meta.url))

function installed(pattern: string): readonly { path: string; text: string }[] {
  return globSync(pattern, { cwd: store, absolute: true, dot: true })
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

const countWords = (text: string) => text.split(/\s+/).length
const every = <T>(items: readonly T[], most: number) =>
  items.filter((_, at) => at % Math.ceil(items.length / most) === 0)

/** Real texts of some length: licences, READMEs and changelogs of what is installed here. */
const texts = ['LICENSE', 'README.md', 'CHANGELOG.md'].flatMap((name) => {
  const found = installed(`*/node_modules/*/${name}`)
  return every(
    found.filter(({ text }) => countWords(text) > 150 && text.length < 50_000),
    10,
  )
})

const score = (text: string) =>
  scoreQuality({ title: 'A title', text, headings: [] }, { confidence: 1 }).score
const reasons = (text: string) =>
  scoreQuality({ title: 'A title', text, headings: [] }, { confidence: 1 }).reasons.join(' ')
const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0

const english = `The night shift begins when everybody else goes to bed. The lights are still on in the hall, and the orders
of the next day lie on the tables, carefully sorted by how urgent they are. Whoever comes first takes the one on top; whoever
comes later asks what is left. In former times the slips were written by hand, and today a machine does it, but the rules have
stayed the same: nothing gets lost, nothing is done twice, and in the morning everyone knows what has happened overnight.

When a worker falls ill in the middle of a piece of work, somebody else picks it up where it was left. That only goes well
because each step is written down before the next one begins. A foreman walks through the rows and looks for tables at which
nobody has moved for a while. He never asks who is to blame; he asks what is still to be done.`
const german = `Die Nachtschicht beginnt, wenn alle anderen schlafen gehen. In der Halle brennt noch Licht, und auf den
Tischen liegen die Aufträge des nächsten Tages, sorgfältig nach ihrer Dringlichkeit geordnet. Wer zuerst kommt, nimmt den
obersten; wer später kommt, fragt nach, was übrig geblieben ist. Früher wurden die Zettel mit der Hand geschrieben, heute
übernimmt das eine Maschine, doch die Regeln sind dieselben geblieben: Nichts geht verloren, nichts wird doppelt erledigt, und am
Morgen weiß jeder, was über Nacht geschehen ist.`
const french = `L'équipe de nuit commence quand tous les autres vont se coucher. Dans la halle, la lumière brûle encore, et les
commandes du lendemain attendent sur les tables, soigneusement rangées selon leur urgence. Le premier arrivé prend celle du dessus ; celui
qui vient plus tard demande ce qui reste à faire. Autrefois, les fiches étaient écrites à la main ; aujourd'hui, une machine s'en
charge, mais les règles n'ont pas changé : rien ne se perd, rien n'est fait deux fois.`

/** The greatest step upwards in a series that should only fall. */
const rises = (series: readonly number[]) =>
  Math.max(...series.slice(1).map((after, at) => after - (series[at] ?? 0)))

describe('good texts', () => {
  it('score high when they are installed documents of a page or more', () => {
    const long = ['LICENSE', 'README.md', 'CHANGELOG.md']
      .flatMap((name) => installed(`*/node_modules/*/${name}`))
      .filter(({ text }) => countWords(text) > 150 && text.length < 60_000)
    const all = every(long, 250)
    expect(all.length).toBeGreaterThanOrEqual(100)
    // They are scored here as they lie, HTML and badges included, which a reader would take out.
    const low = all.filter(({ text }) => score(text) < 0.75)
    expect(low.length / all.length).toBeLessThan(0.03)
    expect(low.filter(({ text }) => score(text) < 0.6).map(({ path }) => path)).toEqual([])
  })

  it('score high in the languages of translated READMEs', () => {
    const translations = installed('@biomejs+biome@*/node_modules/@biomejs/biome/README*.md')
    expect(translations.length).toBeGreaterThanOrEqual(10)
    for (const { path, text } of translations)
      expect([path, score(text) >= 0.75]).toEqual([path, true])
  })

  it.each([
    ['English', english],
    ['German', german],
    ['French', french],
  ])('score high in %s prose', (_, text) => {
    expect(score(text)).toBeGreaterThan(0.85)
    expect(reasons(text)).toBe('')
  })

  it('score high as a table', () => {
    const rows = [
      'Berlin',
      'Hamburg',
      'Munich',
      'Cologne',
      'Frankfurt',
      'Stuttgart',
      'Leipzig',
      'Bremen',
    ]
    const table = rows.map((city, at) => `| ${city} | ${at * 137} | ${at * 3.7} % | open |`)
    expect(score(['| City | Orders | Share | State |', ...table].join('\n'))).toBeGreaterThan(0.75)
  })

  it('score high as a changelog full of checksums', () => {
    const changelogs = installed('@*/node_modules/@*/*/CHANGELOG.md').filter(
      ({ text }) => (text.match(/\b[\da-f]{7,40}\b/g)?.length ?? 0) > 10,
    )
    expect(changelogs.length).toBeGreaterThan(0)
    for (const { path, text } of changelogs)
      expect([path, score(text) >= 0.75]).toEqual([path, true])
  })
})

describe('damaged texts', () => {
  const shares = [0, 0.01, 0.05, 0.2, 0.5]

  describe.each(Object.entries(spreadDamage))('with %s', (name, damage) => {
    const repetition = name === 'blocks repeated'
    const scores = texts.map(({ text }) => shares.map((share) => score(damage(text, share, 1))))

    it.each([
      ['English', english],
      ['German', german],
      ['French', french],
    ])('never score higher for more of it in %s prose', (_, text) => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const series = shares.map((share) => score(damage(text, share, seed)))
        expect(rises(series)).toBeLessThanOrEqual(0.02)
      }
    })

    it('never score notably higher for more of it in installed documents', () => {
      const worst = scores.map(rises)
      expect(Math.max(...worst)).toBeLessThan(0.06)
      expect(worst.filter((rise) => rise > 0.01).length).toBeLessThanOrEqual(texts.length / 10)
    })

    it('score clearly lower from a twentieth of it on', () => {
      const [whole, , twentieth, fifth, half] = shares.map((_, at) =>
        median(scores.map((series) => series[at] ?? 0)),
      ) as [number, number, number, number, number]
      expect(whole - twentieth).toBeGreaterThan(repetition ? 0.005 : 0.02)
      expect(whole - fifth).toBeGreaterThan(repetition ? 0.03 : 0.1)
      expect(whole - half).toBeGreaterThan(repetition ? 0.07 : 0.3)
    })
  })

  it('score lower the more of their letters are in a wrong encoding', () => {
    for (const text of [german, french]) {
      const series = shares.concat(1).map((share) => score(wrongEncoding(text, share, 5)))
      expect(series).toEqual([...series].sort((a, b) => b - a))
      expect(series[0] as number).toBeGreaterThan((series.at(-1) as number) + 0.3)
    }
  })

  it('score lower the fewer words are left', () => {
    for (const { text } of texts) {
      const words = text.split(/\s+/)
      const series = [150, 40, 15, 4].map((most) => score(words.slice(0, most).join(' ')))
      for (const [at, after] of series.slice(1).entries()) {
        expect(after).toBeLessThanOrEqual((series[at] ?? 0) + 0.07)
      }
      expect(series[3]).toBeLessThan(Math.min(0.5, series[0] as number))
    }
  })

  it('score lower when they stop in the middle of a sentence', () => {
    for (const text of [english, german, french]) {
      for (const share of [0.95, 0.8, 0.5]) {
        const cut = text
          .slice(0, text.lastIndexOf(' ', text.length * share))
          .replace(/[\s.;:]+$/, '')
        expect(score(cut)).toBeLessThan(score(text) - 0.03)
        expect(reasons(cut)).toMatch('middle of a sentence')
      }
    }
  })
})

describe('reasons', () => {
  it('say how many characters were lost', () => {
    expect(reasons('word \uFFFD\uFFFD\uFFFD\uFFFD '.repeat(40))).toMatch(
      '50 % of the characters could not be decoded.',
    )
  })

  it('name a wrong encoding', () => {
    expect(reasons(wrongEncoding(german, 1, 1))).toMatch('wrong encoding')
  })

  it('name words that are none', () => {
    const text = german.replace(/[aeiouäöü]/g, '')
    expect(reasons(text)).toMatch(/\d+ % of the words do not look like words\./)
  })

  it('put the worst first', () => {
    const lost = german.replace(/e/g, '\uFFFD')
    const { reasons: found } = scoreQuality(
      { title: '', text: lost, headings: [] },
      { confidence: 0.2 },
    )
    expect(found[0]).toMatch('could not be decoded')
    expect(found).toContain('It is not certain what kind of document it is.')
    expect(found).toContain('It has neither a title nor headings.')
  })
})

describe('the score', () => {
  it.each(['', '  \n', '--- *** ---'])('of %j is 0', (text) => {
    expect(score(text)).toBe(0)
    expect(reasons(text)).toBe('There is no text in it.')
  })

  it('falls a little when the class is uncertain', () => {
    const read = { title: 'A title', text: german, headings: [] }
    const sure = scoreQuality(read, { confidence: 1 }).score
    const unsure = scoreQuality(read, { confidence: 0.1 }).score
    expect(unsure).toBeLessThan(sure)
    expect(unsure).toBeGreaterThan(sure - 0.12)
  })
})
