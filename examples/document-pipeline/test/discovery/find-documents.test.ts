import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findDocuments, type Unreadable } from '../../src/discovery/index.js'

/** A folder with the given files, gone when the test ends. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'discovery-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

async function find(root: string, paths: readonly string[] = [root]) {
  const failed: Unreadable[] = []
  const found: string[] = []
  for await (const { path } of findDocuments(paths, { onUnreadable: (one) => failed.push(one) })) {
    found.push(relative(root, path))
  }
  return { found, failed }
}

describe('findDocuments', () => {
  it('finds every file of a folder, whatever it is, sorted', async () => {
    const root = folderWith({
      'b.pdf': 'broken',
      'a.xyz': '?',
      'c/LICENSE': 'MIT',
      'c/a/deep.md': '#',
      empty: '',
    })
    const { found } = await find(root)
    expect(found).toEqual(['a.xyz', 'b.pdf', 'c/LICENSE', 'c/a/deep.md', 'empty'])
  })

  it('passes over hidden files, hidden folders and node_modules inside a folder', async () => {
    const root = folderWith({
      '.DS_Store': '',
      '.git/config': '',
      'node_modules/x/README.md': '',
      'a.md': '',
    })
    expect((await find(root)).found).toEqual(['a.md'])
  })

  it('takes what is named itself, even if it is hidden', async () => {
    const root = folderWith({ '.notes/a.md': '', 'node_modules/x/README.md': '' })
    const named = [join(root, '.notes'), join(root, 'node_modules/x/README.md')]
    expect((await find(root, named)).found).toEqual(['.notes/a.md', 'node_modules/x/README.md'])
  })

  it('tells name, size and time of a file', async () => {
    const root = folderWith({ 'käse.md': 'größer' })
    for await (const found of findDocuments([root])) {
      expect(found).toMatchObject({ path: join(root, 'käse.md'), name: 'käse.md', size: 8 })
      expect(found.modifiedAt).toBeInstanceOf(Date)
    }
    expect((await find(root)).found).toHaveLength(1)
  })

  it('finds a file once that is named, linked and inside a folder', async () => {
    const root = folderWith({ 'a/file.md': '' })
    symlinkSync(join(root, 'a/file.md'), join(root, 'a/link.md'))
    const { found } = await find(root, [join(root, 'a/link.md'), root, join(root, 'a')])
    expect(found).toEqual(['a/file.md'])
  })

  it('follows links to folders and ends where they lead in a circle', async () => {
    const root = folderWith({ 'a/one.md': '', 'b/two.md': '' })
    symlinkSync(root, join(root, 'a/back'))
    symlinkSync(join(root, 'b'), join(root, 'a/other'))
    expect((await find(root)).found.sort()).toEqual(['a/one.md', 'b/two.md'])
  })

  it('reports what cannot be looked at and goes on', async () => {
    const root = folderWith({ 'a.md': '' })
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'))
    symlinkSync('loop', join(root, 'loop'))
    const { found, failed } = await find(root, [join(root, 'missing'), root])
    expect(found).toEqual(['a.md'])
    expect(failed.map(({ reason }) => reason.replaceAll(root, ''))).toEqual([
      '"/missing" could not be read: it does not exist.',
      '"/dangling" could not be read: it does not exist.',
      '"/loop" could not be read: its symbolic links lead in a circle.',
    ])
  })

  it.skipIf(process.getuid?.() === 0)('reports a folder it may not enter', async () => {
    const root = folderWith({ 'closed/a.md': '', 'open.md': '' })
    chmodSync(join(root, 'closed'), 0)
    onTestFinished(() => chmodSync(join(root, 'closed'), 0o700))
    const { found, failed } = await find(root)
    expect(found).toEqual(['open.md'])
    expect(failed[0]?.reason).toMatch('permission is missing')
  })

  it('ends when it is told to', async () => {
    const root = folderWith({ 'a.md': '', 'b.md': '' })
    const controller = new AbortController()
    const walk = findDocuments([root], { signal: controller.signal })
    await walk.next()
    controller.abort()
    await expect(walk.next()).rejects.toThrow('aborted')
  })
})
