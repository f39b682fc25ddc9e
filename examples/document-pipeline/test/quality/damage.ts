/** A way to damage a text. `share` is how much of it is hit, 0 to 1; `seed` decides where. */
export type Damage = (text: string, share: number, seed: number) => string

/**
 * A number from 0 to 1 for each place, always the same for a seed: what is hit at a small share is hit at a greater
 * one too, so that damage only ever grows.
 */
function chance(seed: number, place: number): number {
  let mixed = Math.imul(seed ^ (place + 0x9e3779b9), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x27d4eb2f)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

function replaceSome(pattern: RegExp, replacement: (hit: string, dice: number) => string): Damage {
  return (text, share, seed) =>
    text.replace(pattern, (hit, ...rest) => {
      const place = rest.find((part) => typeof part === 'number') as number
      if (chance(seed, place) >= share) return hit
      return replacement(hit, chance(seed + 1, place))
    })
}

const pick = (from: string, dice: number) => from[Math.floor(dice * from.length)] as string

function shuffled(word: string, dice: number): string {
  const letters = [...word]
  for (let at = letters.length - 1; at > 0; at -= 1) {
    const other = Math.floor(chance(Math.floor(dice * 1e6), at) * (at + 1))
    const moved = letters[at] as string
    letters[at] = letters[other] as string
    letters[other] = moved
  }
  return letters.join('')
}

const asLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const letterNoise: Readonly<Record<string, string>> = {
  l: '1',
  o: '0',
  m: 'rn',
  e: 'c',
  s: '5',
  n: 'ri',
}

/** Damage that is spread over a text. */
export const spreadDamage: Readonly<Record<string, Damage>> = {
  'characters lost': replaceSome(/\S/g, () => '\uFFFD'),
  'random bytes': replaceSome(/\S/g, (_, dice) => String.fromCharCode(Math.floor(dice * 256))),
  'spaces lost': replaceSome(/(?<=\S) (?=\S)/g, () => ''),
  'vowels lost': replaceSome(/\p{L}{4,}/gu, (word) => word.replace(/[aeiouäöüéèà]/gi, '')),
  'letters shuffled': replaceSome(/\p{L}{4,}/gu, shuffled),
  'signs in words': replaceSome(/(?<=\p{L}\p{L})\p{L}(?=\p{L})/gu, (_, dice) =>
    pick('~^|%*¬¤§#+', dice),
  ),
  'letters misread': replaceSome(/[lomesn]/g, (letter) => letterNoise[letter] ?? letter),
  'blocks repeated': (text, share, seed) => {
    const lines = text.split('\n')
    return lines
      .map((line, at) => {
        const hit = line.split(/\s+/).length >= 5 && chance(seed, at) < share
        return hit ? `${line}\n${line}\n${line}` : line
      })
      .join('\n')
  },
}

/** UTF-8 read as Latin-1: hits nothing in a text of ASCII only, so it is tried on texts with other letters. */
export const wrongEncoding: Damage = replaceSome(/[^\p{ASCII}]/gu, asLatin1)
