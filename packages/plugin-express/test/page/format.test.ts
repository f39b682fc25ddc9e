import { describe, expect, it, vi } from 'vitest'

interface Format {
  span(ms: number): string
  ago(time: string, now: number): string
  until(time: string, now: number): string
}

const { span, ago, until } = await vi.importActual<Format>('../../src/page/format.js')

describe('times for people', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_500, '1.5 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [90_000_000, '1 d 1 h'],
  ])('say %d ms as %s', (ms, text) => {
    expect(span(ms)).toBe(text)
  })

  it('say how long ago, and how long until', () => {
    const now = Date.parse('2030-01-01T12:00:00Z')
    expect(ago('2030-01-01T11:59:58Z', now)).toBe('just now')
    expect(ago('2030-01-01T11:45:00Z', now)).toBe('15 min ago')
    expect(ago('2029-12-29T12:00:00Z', now)).toBe('3 days ago')
    expect(until('2030-01-01T14:00:00Z', now)).toBe('in 2 h')
    expect(until('2030-01-01T11:00:00Z', now)).toBe('now')
  })
})
