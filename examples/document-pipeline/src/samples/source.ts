import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { glob } from 'tinyglobby'

/** One of the project's own texts. */
export interface Source {
  /** Name of the samples made of it, without extension: `docs-guide` for `docs/guide.md`. */
  readonly name: string
  readonly text: string
  readonly isMarkdown: boolean
}

const wanted = 6
const shortest = 200

/** What is worth a sample, the best first; patterns, below the project's folder. */
const patterns = [
  'README.md',
  'LICENSE',
  'CONTRIBUTING.md',
  'docs/*.md',
  'docs/*/*.md',
  'examples/*/README.md',
  'packages/*/README.md',
  'SECURITY.md',
  'CHANGELOG.md',
]

/** The first few texts of the project that exist. */
export async function findSources(root: string): Promise<readonly Source[]> {
  const sources: Source[] = []
  if (!existsSync(root)) return sources
  for (const pattern of patterns) {
    const paths = await glob(pattern, {
      cwd: root,
      expandDirectories: false,
      ignore: '**/node_modules/**',
    })
    for (const path of paths.sort(byPath)) {
      const text = await readFile(join(root, path), 'utf8')
      if (text.length < shortest) continue
      sources.push({ name: sampleName(path), text, isMarkdown: path.endsWith('.md') })
      if (sources.length === wanted) return sources
    }
  }
  return sources
}

function byPath(one: string, other: string): number {
  return one < other ? -1 : 1
}

function sampleName(path: string): string {
  return path.replace(/\.md$/, '').replaceAll('/', '-').toLowerCase()
}
