import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { installedDocuments } from '../../src/discovery/index.js'

// Real files in number, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const workspace = fileURLToPath(new URL('../../../../', import.meta.url))
const long = (text: string) => `${text}\n`.repeat(40)

function workspaceWith(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'installed-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, 'node_modules', path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, content)
  }
  return root
}

async function found(root: string, limit?: number) {
  const documents = await installedDocuments(root, limit === undefined ? {} : { limit })
  return documents.map(({ path }) => path.slice(join(root, 'node_modules/').length))
}

describe('installedDocuments', () => {
  it('finds READMEs, licences, changelogs and guides, and nothing else', async () => {
    const root = workspaceWith({
      'a/README.md': long('readme of a'),
      'a/LICENSE': long('licence of a'),
      'a/CHANGELOG.md': long('changelog of a'),
      'a/docs/guide.html': long('guide of a'),
      'a/index.js': long('code of a'),
      'a/package.json': long('{}'),
      'a/test/fixtures/page.md': long('a fixture'),
      'a/tiny.md': 'tiny',
      'a/changelog/index.d.ts': long('code of a'),
    })
    expect((await found(root)).sort()).toEqual([
      'a/CHANGELOG.md',
      'a/LICENSE',
      'a/README.md',
      'a/docs/guide.html',
    ])
  })

  it('counts the same content once, and what pnpm links to once', async () => {
    const root = workspaceWith({
      '.pnpm/a@1.0.0/node_modules/a/LICENSE': long('the licence'),
      '.pnpm/a@1.0.0/node_modules/a/README.md': long('readme of a'),
      '.pnpm/b@1.0.0/node_modules/b/license.md': long('the licence'),
    })
    symlinkSync(
      join(root, 'node_modules/.pnpm/a@1.0.0/node_modules/a'),
      join(root, 'node_modules/a'),
    )
    expect(await found(root)).toEqual([
      '.pnpm/a@1.0.0/node_modules/a/README.md',
      '.pnpm/a@1.0.0/node_modules/a/LICENSE',
    ])
  })

  it('takes one of each kind in turn, up to a limit', async () => {
    const root = workspaceWith(
      Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) =>
          ['README.md', 'LICENSE', 'CHANGELOG.md'].map((file) => [
            `${name}/${file}`,
            long(name + file),
          ]),
        ),
      ),
    )
    expect(await found(root, 5)).toEqual([
      'a/README.md',
      'a/LICENSE',
      'a/CHANGELOG.md',
      'b/README.md',
      'b/LICENSE',
    ])
  })

  it('finds nothing where nothing is installed', async () => {
    const root = workspaceWith({})
    expect(await found(root)).toEqual([])
  })

  it('finds at least three hundred different documents in this workspace, in the same order each time', async () => {
    const documents = await installedDocuments(workspace)
    expect(documents.length).toBeGreaterThanOrEqual(300)
    const hashes = documents.map(({ path }) =>
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    )
    expect(new Set(hashes).size).toBe(documents.length)
    expect(await installedDocuments(workspace)).toEqual(documents)
    const first = documents.slice(0, 30).map(({ name }) => name.toLowerCase())
    for (const kind of ['readme', 'licen', 'change']) {
      expect(first.filter((name) => name.startsWith(kind)).length).toBeGreaterThanOrEqual(3)
    }
  })
})
