import { dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The keys a link may be found under: absolute paths for a link to a file, and `name:<name>` for a web
 * address that ends in the name of a project (`https://github.com/owner/fast-check`).
 * Empty for anchors, e-mail addresses and whatever cannot be resolved.
 */
export function targetKeys(link: string, from: string): readonly string[] {
  const target = link.trim()
  if (target === '' || target.startsWith('#')) return []
  if (/^https?:\/\//i.test(target)) return projectKeys(target)
  const path = /^[a-z][a-z\d+.-]+:/i.test(target) ? fileUrlPath(target) : relativePath(target, from)
  return path === undefined ? [] : fileKeys(path)
}

function relativePath(target: string, from: string): string | undefined {
  const path = target.replace(/[?#].*$/s, '')
  if (path === '' || path.startsWith('//')) return undefined
  try {
    const decoded = decodeURIComponent(path)
    if (decoded.includes('\0')) return undefined
    return isAbsolute(decoded) ? resolve(decoded) : resolve(dirname(from), decoded)
  } catch {
    return undefined
  }
}

function fileUrlPath(target: string): string | undefined {
  try {
    return fileURLToPath(target)
  } catch {
    return undefined
  }
}

/** A link without an extension may mean a page or a folder, as documentation sites write them. */
function fileKeys(path: string): readonly string[] {
  if (extname(path) !== '') return [path]
  return [path, `${path}.md`, ...folderPages.map((page) => join(path, page))]
}

const folderPages = ['README.md', 'readme.md', 'Readme.md', 'index.md', 'index.html']

/**
 * Only addresses of the shape host/owner/name and host/owner/@scope/name count: deeper ones name a page of
 * a project, shallower ones a whole site.
 */
function projectKeys(address: string): readonly string[] {
  try {
    const parts = decodeURIComponent(new URL(address).pathname).split('/').filter(Boolean)
    const [, first, second] = parts
    if (parts.length === 2 && first) return [`name:${first.replace(/\.git$/, '').toLowerCase()}`]
    if (parts.length === 3 && first?.startsWith('@'))
      return [`name:${first}/${second}`.toLowerCase()]
    return []
  } catch {
    return []
  }
}
