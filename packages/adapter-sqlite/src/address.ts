import type { JobId } from '@nightshift/core'

/**
 * Where a job stands: its 63-bit row id as two numbers, because JavaScript's numbers are exact only
 * to 53 bits and the drivers' big integers differ, and the rest of the id as text.
 */
export interface Address {
  /** The upper 33 bits. */
  readonly hi: number
  /** The lower 30 bits. */
  readonly lo: number
  readonly tail: string
}

/** The first 63 bits of an id, as text. */
export const HEAD_LENGTH = 13
export const ID_LENGTH = 26
const HI_LENGTH = 7
const LO_LENGTH = 6

export const headOf = (id: JobId): string => id.slice(0, HEAD_LENGTH)

export const addressOf = (id: JobId): Address => ({
  hi: Number.parseInt(id.slice(0, HI_LENGTH), 32),
  lo: Number.parseInt(id.slice(HI_LENGTH, HEAD_LENGTH), 32),
  tail: id.slice(HEAD_LENGTH),
})

export const headAt = (hi: number, lo: number): string =>
  hi.toString(32).padStart(HI_LENGTH, '0') + lo.toString(32).padStart(LO_LENGTH, '0')

export const idAt = ({ hi, lo, tail }: Address): JobId => headAt(hi, lo) + tail

/** Behind every id there can be. */
export const BEYOND_ALL = { hi: 2 ** 33 - 1, lo: 2 ** 30 - 1 } as const

/** Cuts a text of joined heads or ids. */
export function pieces(text: string, length: number): string[] {
  const found: string[] = []
  for (let start = 0; start < text.length; start += length) {
    found.push(text.slice(start, start + length))
  }
  return found
}
