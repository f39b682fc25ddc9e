import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import type { KnowledgeDocument } from '../../src/knowledge/index.js'
import { type Library, openLibrary } from './library.js'

const attacks = [
  '<script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '" autofocus onfocus="alert(1)',
  "' onmouseover='alert(1)",
  '</h3></div></section></main><iframe srcdoc="x">',
  '<a href="javascript:alert(1)">here</a>',
  'javascript:alert(1)',
  '<style>*{display:none}</style>',
  '<base href="//evil.example/"><form action=//evil.example>',
  '<!-- nothing ends this',
  '--> ]]> <![CDATA[',
  '&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x3c;b>',
  `\${alert(1)} {{constructor.constructor('alert(1)')()}}`,
  '\u202Egnp.exe\u202C',
  '<scr\0ipt>alert(1)</scr\0ipt>',
]

/** What the program itself makes, such as a class, never holds a NUL. */
const sound = (words: string) => words.replaceAll('\0', '')

/** Two documents that refer to each other, with these words in every field there is. */
function libraryOf(words: string): Library {
  const fields = (target: string): Partial<KnowledgeDocument> => ({
    name: sound(words),
    title: words,
    format: sound(words),
    class: sound(words),
    hash: sound(words),
    importedAt: sound(words),
    text: `${words}\n\nA needle ${words} in between.`,
    headings: [words.replaceAll('\0', ' '), 'not in the text'],
    links: [{ target: encodeURIComponent(target).replaceAll('%2F', '/'), text: words }],
  })
  const [one, other] = [`/one ${sound(words).replaceAll('//', '/')}`, '/other']
  return openLibrary({ [one]: fields(other), [other]: fields(one) })
}

const addresses = (words: string): readonly string[] => [
  '/',
  '/?q=needle',
  // A phrase is marked as one piece, with whatever stands between its words.
  `/?q=${encodeURIComponent(`"needle ${words.replaceAll('"', ' ')}"`)}`,
  `/?q=needle&class=${encodeURIComponent(sound(words))}`,
  `/?q=${encodeURIComponent(`zebra ${words}`)}`,
  `/?q=zebra&class=${encodeURIComponent(sound(words))}`,
  '/documents/1',
  '/documents/2',
  `/${encodeURIComponent(words)}`,
]

/** The elements of a page with the names of their attributes, its addresses, and its text. */
function read(html: string) {
  const shape: string[] = []
  const targets: string[] = []
  let text = ''
  const parser = new Parser({
    onopentag(name, attributes) {
      shape.push(`${name} ${Object.keys(attributes).join(' ')}`)
      for (const name of ['href', 'src', 'action', 'formaction']) {
        if (attributes[name] !== undefined) targets.push(attributes[name])
      }
    },
    ontext: (piece) => {
      text += piece
    },
    oncomment: (comment) => shape.push(`comment ${comment}`),
    onprocessinginstruction: (name) => shape.push(`instruction ${name}`),
  })
  parser.end(html)
  return { shape, targets, text }
}

describe.each(attacks)('%j in every field', (attack) => {
  it('changes nothing but the text of any page', async () => {
    const [hostile, harmless] = [libraryOf(attack), libraryOf('harmless')]
    const harmlessAddresses = addresses('harmless')
    for (const [index, address] of addresses(attack).entries()) {
      const attacked = read((await hostile.get(address)).text)
      const usual = read((await harmless.get(harmlessAddresses[index] as string)).text)
      expect(attacked.shape, address).toEqual(usual.shape)
    }
  })

  it('is shown as it is written, and leads nowhere else', async () => {
    const library = libraryOf(attack)
    const stored = library.base.get(1)?.title as string
    for (const address of ['/?q=needle', '/documents/1', '/documents/2']) {
      const { text, targets } = read((await library.get(address)).text)
      expect(text.split(stored).length, address).toBeGreaterThan(5)
      expect(targets.length).toBeGreaterThan(5)
      for (const target of targets) expect(target).toMatch(/^(?:\/(?!\/)|#)/)
    }
  })
})

describe('every page', () => {
  it('forbids scripts, inline styles, frames and foreign sources', async () => {
    for (const address of ['/', '/documents/1', '/nowhere', '/documents/%zz', '/api/statistics']) {
      const { headers } = await libraryOf('harmless').get(address)
      expect(headers['content-security-policy'], address).toBe(
        "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
      )
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  it('finds its style sheet and its icon', async () => {
    const library = libraryOf('harmless')
    const style = await library
      .get('/style.css')
      .expect(200)
      .expect('Content-Type', /^text\/css/)
    expect(style.text).toContain('prefers-color-scheme: dark')
    expect(style.text.split('{')).toHaveLength(style.text.split('}').length)
    await library
      .get('/favicon.svg')
      .expect(200)
      .expect('Content-Type', /^image\/svg\+xml/)
  })
})
