import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { holdRejections } from '../../src/reading/hold-rejections.js'
import { DocumentError, readDocument } from '../../src/reading/read-document.js'
import { makeMinutes, makeReport } from './made-documents.js'

const seed = 20_260_501
const names = ['a.pdf', 'a.docx', 'a.txt', 'a.md', 'a.html', 'a', 'a.png', 'a.zip']
const marks = [
  '',
  '%PDF-1.7\n',
  'PK\x03\x04',
  'PK\x05\x06',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
].concat(
  ['\x89PNG\r\n\x1a\n', '\x1f\x8b', '\x7fELF', '<html>', '\xff\xfe', '\xfe\xff', '\xef\xbb\xbf'],
  ['{\\rtf', 'ID3', 'RIFF', 'OggS', '\x30\x26\xb2\x75\x8e\x66\xcf\x11', '\0\0\0\x18ftyp'],
)

/** A repeatable sequence of numbers from 0 to 1 (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * What became of bytes, given the words of the undamaged document: the code of the refusal, `read`,
 * or `read in part` if words are missing and nothing says so. Anything else fails the test.
 */
async function outcomeOf(bytes: Uint8Array, name: string, whole = 0): Promise<string> {
  try {
    const { words, damage } = await readDocument(bytes, name)
    const told = damage.pagesWithoutText + damage.damagedParts > 0
    return words < whole * 0.98 && !told ? 'read in part' : 'read'
  } catch (error) {
    if (error instanceof DocumentError) return error.code
    throw error
  }
}

function flipped(bytes: Uint8Array, random: () => number): Buffer {
  const copy = Buffer.from(bytes)
  for (let flips = 1 + Math.floor(random() * 8); flips > 0; flips--) {
    const at = Math.floor(random() * copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  }
  return copy
}

describe('any bytes at all', () => {
  // Documents carry the time at which they were made; a seed needs the same bytes every time.
  beforeAll(() => void vi.useFakeTimers({ now: new Date('2026-05-01'), toFake: ['Date'] }))
  afterAll(() => void vi.useRealTimers())

  it.each([
    ['report.pdf', () => makeReport(3)],
    ['minutes.docx', makeMinutes],
  ])(
    '%s cut off at 200 places is never read',
    async (name, make) => {
      const bytes = await make()
      const outcomes = new Set<string>()
      for (let part = 0; part < 200; part++) {
        outcomes.add(await outcomeOf(bytes.subarray(0, (bytes.length * part) / 200), name))
      }
      expect([...outcomes].sort()).toEqual(['FILE_BROKEN', 'FILE_EMPTY'])
    },
    15_000,
  )

  it.each([
    ['report.pdf', () => makeReport(3)],
    ['minutes.docx', makeMinutes],
  ])(
    '%s with flipped bits is read whole or refused',
    async (name, make) => {
      const random = randomFrom(seed)
      const bytes = await make()
      const { words } = await readDocument(bytes, name)
      const outcomes = new Map<string, number>()
      for (let round = 0; round < 120; round++) {
        const outcome = await outcomeOf(flipped(bytes, random), name, words)
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
      expect(outcomes.get('read in part')).toBeUndefined()
      expect(outcomes.get('FILE_BROKEN')).toBeGreaterThan(60)
    },
    15_000,
  )

  it('random bytes, also behind the mark of a known kind, end in a document or in a refusal', async () => {
    const random = randomFrom(seed)
    const outcomes = new Set<string>()
    for (let round = 0; round < 1000; round++) {
      const noise = Array.from({ length: random() * random() * 4000 }, () => random() * 256)
      const mark = Buffer.from(marks[round % marks.length] ?? '', 'latin1')
      const name = names[Math.floor(random() * names.length)] ?? 'a'
      outcomes.add(await outcomeOf(Buffer.concat([mark, Buffer.from(noise)]), name))
    }
    expect(outcomes).toContain('FILE_UNSUPPORTED')
    expect(outcomes).toContain('FILE_BROKEN')
  }, 15_000)

  it('rejections that a library leaves behind end there, and those of others do not', async () => {
    const hosts = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    const seen: unknown[] = []
    const host = (reason: unknown) => void seen.push(reason)
    process.on('unhandledRejection', host)
    try {
      await holdRejections(
        (reason) => reason === 'ours',
        async () => {
          void Promise.reject('ours')
          void Promise.reject('theirs')
        },
      )
      expect(seen).toEqual(['theirs'])
      expect(process.listeners('unhandledRejection')).toEqual([host])
    } finally {
      process.off('unhandledRejection', host)
      for (const listener of hosts) process.on('unhandledRejection', listener)
    }
  })
})
