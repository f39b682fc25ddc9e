import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import mammoth from 'mammoth'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { writeSamples } from '../../src/samples/index.js'

// Real files in number, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const guide = `# Die Übersicht über Größen

Ein **fetter** Absatz mit \`code\`, einem [Link](https://example.org/) &amp; Umlauten: äöüß → weiter.

## Nightly rules

- the first rule
- the *second* rule
  - a rule inside

1. one
2. two

\`\`\`js
const answer = 42
\`\`\`

| City | Orders |
|---|---|
| Berlin | 137 |
`
const licence = `A Free Licence

Permission is granted to
everyone, without any warranty.

${'All of this is said again to make the text longer. '.repeat(10)}`

/** A project with a few texts, and a folder for its samples. Both go when the test ends. */
function project(files: Readonly<Record<string, string>>): { from: string; to: string } {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, 'from', path, '..'), { recursive: true })
    writeFileSync(join(folder, 'from', path), text)
  }
  return { from: join(folder, 'from'), to: join(folder, 'to') }
}

async function pdfText(path: string) {
  const pdf = await getDocumentProxy(new Uint8Array(readFileSync(path)))
  const { text, totalPages } = await extractText(pdf, { mergePages: true })
  const { info } = await pdf.getMetadata()
  return { text, totalPages, title: (info as { Title?: string }).Title }
}

describe('writeSamples', () => {
  it('makes a PDF and a Word document of each text', async () => {
    const folders = project({ 'docs/guide.md': guide, LICENSE: licence })
    const written = await writeSamples(folders)
    expect(written.map((path) => basename(path))).toEqual([
      'license.pdf',
      'license.docx',
      'docs-guide.pdf',
      'docs-guide.docx',
    ])
  })

  it('makes PDFs that can be read again, with their title, umlauts, lists, code and tables', async () => {
    const [path = ''] = await writeSamples(project({ 'README.md': guide }))
    const { text, title } = await pdfText(path)
    expect(title).toBe('Die Übersicht über Größen')
    for (const part of [
      'Die Übersicht über Größen',
      'Ein fetter Absatz mit code, einem Link & Umlauten: äöüß -> weiter.',
      'the second rule',
      '2. two',
      'const answer = 42',
      'Berlin',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('makes Word documents whose headings, lists and tables are real ones', async () => {
    const [, path = ''] = await writeSamples(project({ 'README.md': guide }))
    const { value: html } = await mammoth.convertToHtml({ path })
    expect(html).toContain('<h1>Die Übersicht über Größen</h1>')
    expect(html).toContain('<h2>Nightly rules</h2>')
    expect(html).toContain('<strong>fetter</strong>')
    expect(html).toMatch(
      /<ul><li>the first rule<\/li><li>the <em>second<\/em> rule<ul><li>a rule inside/,
    )
    expect(html).toContain('const answer = 42')
    expect(html).toMatch(/<table>.*Berlin.*137.*<\/table>/)
  })

  it('runs over as many pages as a long text needs', async () => {
    const long =
      `# Long\n\n${'A paragraph that goes on and on about the same thing. '.repeat(12)}\n\n`.repeat(
        12,
      )
    const [path = ''] = await writeSamples(project({ 'README.md': long }))
    const { totalPages, text } = await pdfText(path)
    expect(totalPages).toBeGreaterThan(2)
    expect(text.match(/goes\s+on\s+and\s+on/g)).toHaveLength(144)
  })

  it('makes the same bytes at any other time', async () => {
    const folders = project({ 'README.md': guide, LICENSE: licence })
    const first = (await writeSamples(folders)).map((path) => readFileSync(path))
    rmSync(folders.to, { recursive: true })
    vi.useFakeTimers({ now: new Date('2031-05-05T05:05:05Z'), toFake: ['Date'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const again = (await writeSamples(folders)).map((path) => readFileSync(path))
    expect(again.map((content, at) => content.equals(first[at] as Buffer))).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  it('leaves alone what is there already, and makes anew what is broken', async () => {
    const folders = project({ 'README.md': guide })
    const [pdf = '', docx = ''] = await writeSamples(folders)
    const before = statSync(pdf).mtimeMs
    writeFileSync(docx, 'half a fi')
    await writeSamples(folders)
    expect(statSync(pdf).mtimeMs).toBe(before)
    expect(readFileSync(docx).length).toBeGreaterThan(1000)
  })

  it('makes at most six of each, README and licence first', async () => {
    const docs = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`docs/part-${n}.md`, guide]),
    )
    const written = await writeSamples(project({ ...docs, 'README.md': guide, LICENSE: licence }))
    expect(written).toHaveLength(12)
    expect(written.map((path) => basename(path))).toEqual(
      expect.arrayContaining(['readme.pdf', 'license.docx', 'docs-part-3.pdf']),
    )
  })

  it('makes none where there is no text', async () => {
    expect(await writeSamples(project({ 'README.md': 'too short' }))).toEqual([])
  })
})
