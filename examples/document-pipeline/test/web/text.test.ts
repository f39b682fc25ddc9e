import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeHeadings } from '../../src/web/text/outline.js'
import { cutIntoParts } from '../../src/web/text/part.js'

const positions = (text: string, headings: readonly string[]) =>
  placeHeadings(text, headings).map(({ position }) => position)

describe('the outline of a text', () => {
  it('finds each heading at the line that reads so, in order', () => {
    expect(positions('One\nx\nTwo\nOne', ['One', 'Two', 'One'])).toEqual([0, 6, 10])
  })

  it('leaves a heading without a place when no line ahead reads so', () => {
    expect(positions('Two\nOne\nOne more', ['One', 'Two', 'more'])).toEqual([
      4,
      undefined,
      undefined,
    ])
  })

  it('overlooks white space and section numbers', () => {
    const text = 'Contents\n1  The start\n1.2 The  middle\nB.3 The end\n1.0.0'
    expect(positions(text, ['The start', 'The middle', 'B.3 The end', '1.0.0'])).toEqual([
      9, 22, 38, 50,
    ])
  })

  it('never goes back', () => {
    const word = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (lines, headings) => {
        const found = positions(lines.join('\n'), headings).filter((each) => each !== undefined)
        expect(found).toEqual([...new Set(found)].sort((one, other) => one - other))
      }),
    )
  })

  it('takes a time that grows with the text, not with its square', () => {
    const headings = Array.from({ length: 50_000 }, () => 'Example')
    const text = headings.join('\n')
    expect(positions(text, headings).at(-1)).toBe(text.length - 'Example'.length)
  })
})

describe('the parts of a text', () => {
  it('are the whole text, cut at line ends', () => {
    const text = Array.from({ length: 20_000 }, (_, line) => `Line ${line}`).join('\n')
    const pieces = cutIntoParts(text).map(({ start, end }) => text.slice(start, end))
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toBe(text)
    for (const piece of pieces.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true)
  })

  it('never cut a character in two, even in one endless line', () => {
    const text = `x${'🌙'.repeat(100_000)}`
    const pieces = cutIntoParts(text).map(({ start, end }) => text.slice(start, end))
    expect(pieces.join('')).toBe(text)
    for (const piece of pieces) expect(piece).not.toMatch(/\p{Cs}/u)
  })

  it('are one for a short text or none', () => {
    expect(cutIntoParts('')).toEqual([{ number: 1, start: 0, end: 0 }])
    expect(cutIntoParts('short')).toEqual([{ number: 1, start: 0, end: 5 }])
  })
})
