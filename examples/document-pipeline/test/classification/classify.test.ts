import { describe, expect, it } from 'vitest'
import {
  type Classification,
  classifyDocument,
  DOCUMENT_CLASSES,
  type DocumentFeaturesInput,
} from '../../src/classification/classify.js'
import { documents } from './documents.js'

const plain = (text: string): DocumentFeaturesInput => ({
  title: '',
  text,
  headings: [],
  links: [],
  codeBlocks: 0,
  words: text.split(/\s+/).length,
})

const joined = (text: string) => text.replace(/\s*\n\s*/g, ' ')

function expectDistribution({ class: found, confidence, scores }: Classification) {
  const values = DOCUMENT_CLASSES.map((name) => scores[name])
  expect(values.every((value) => value >= 0 && value <= 1)).toBe(true)
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6)
  expect(confidence).toBe(Math.max(...values))
  expect(scores[found]).toBe(confidence)
}

describe('classifyDocument', () => {
  it.each(documents.map(({ class: name, text }) => [name, text.slice(0, 40), text] as const))(
    'recognises a %s: %s…',
    (name, _, text) => {
      expect(classifyDocument(plain(text)).class).toBe(name)
    },
  )

  it('recognises most when all lines are run together, as out of a poor PDF', () => {
    const right = documents.filter(
      ({ class: name, text }) => classifyDocument(plain(joined(text))).class === name,
    )
    expect(right.length).toBeGreaterThanOrEqual(Math.ceil(documents.length * 0.85))
  })

  it('is surer of a long text of one kind than of a few words', () => {
    const licence = documents.find(({ class: name }) => name === 'licence')?.text ?? ''
    const short = classifyDocument(plain('Harbour maps'))
    expect(classifyDocument(plain(licence)).confidence).toBeGreaterThan(short.confidence)
  })

  it('does not look at the title, which may come from the name of the file', () => {
    const [document] = documents
    const text = document?.text ?? ''
    const named = { ...plain(text), title: 'CHANGELOG.md' }
    expect(classifyDocument(named)).toEqual(classifyDocument(plain(text)))
  })

  it('lets headings count', () => {
    const text = 'tide\n\nPrints the time of low water.'
    const headings = ['NAME', 'SYNOPSIS', 'OPTIONS', 'EXIT STATUS', 'SEE ALSO']
    const bare = classifyDocument(plain(text))
    const headed = classifyDocument({
      ...plain(text),
      headings: headings.map((heading) => ({ level: 1, text: heading })),
    })
    expect(headed.scores.reference).toBeGreaterThan(bare.scores.reference)
  })

  it('gives the same answer for the same document every time', () => {
    const text = documents.map((document) => document.text).join('\n\n')
    const first = classifyDocument(plain(text))
    expect(Array.from({ length: 5 }, () => classifyDocument(plain(text)))).toEqual(
      Array.from({ length: 5 }, () => first),
    )
  })

  it('finds what a long document is by its beginning and samples of the rest', () => {
    const manual = documents.filter(({ class: name }) => name === 'reference')
    const long = Array.from({ length: 400 }, () => manual[0]?.text ?? '').join('\n\n')
    expect(classifyDocument(plain(long)).class).toBe('reference')
  })

  it.each([
    ['nothing', ''],
    ['blank lines', ' \n\n\t\n'],
    ['one letter', 'x'],
    ['numbers', '1 2 3 '.repeat(500)],
    ['characters without meaning', '\u0000\ufffd\u200b💥'.repeat(300)],
    ['lone surrogates', '\ud800\udfff'.repeat(50)],
    ['a very long line', 'a'.repeat(200_000)],
    ['another script', 'これは文書です。'.repeat(200)],
    ['the names of object members', 'constructor __proto__ toString hasOwnProperty'],
  ])('answers with a valid distribution for %s', (_, text) => {
    expectDistribution(classifyDocument(plain(text)))
  })
})
