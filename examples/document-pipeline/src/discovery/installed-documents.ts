import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { glob } from 'tinyglobby'
import { type FoundDocument, type Unreadable, unreadable } from './found-document.js'

export interface InstalledOptions {
  /** The most documents to answer. Default 1,000. */
  readonly limit?: number
  /** Called for each document that cannot be read; the search goes on. */
  readonly onUnreadable?: (unreadable: Unreadable) => void
  /** Ends the search. */
  readonly signal?: AbortSignal
}

const smallest = 80
const largest = 2_000_000

/** In the order in which they take turns. The first that fits a file's name is its kind. */
const kinds = [
  { kind: 'readme', name: /^readme([._-][\w.-]+)?$/i },
  { kind: 'licence', name: /^(licen[cs]e|copying|unlicense)([._-][\w.-]+)?$/i },
  { kind: 'changelog', name: /^(changelog|changes|history|release-?notes|news)([._-][\w.-]+)?$/i },
  { kind: 'other', name: /./ },
] as const

type Kind = (typeof kinds)[number]['kind']

const patterns = [
  '**/*.{md,markdown,html,htm,txt,pdf,docx}',
  '**/{README,LICENSE,LICENCE,COPYING,UNLICENSE,CHANGELOG,CHANGES,HISTORY,NOTICE,AUTHORS}',
  '**/{LICENSE,LICENCE}[-._]{MIT,BSD,APACHE,APACHE2,ISC}',
]

/** Files of tests and tools say nothing to a reader. */
const notForReaders = [
  '**/{test,tests,__tests__,spec,fixture,fixtures,__fixtures__,benchmark,benchmarks,coverage,corpus}/**',
  '**/CMakeLists.txt',
  '**/.{cache,vite,bin,modules.yaml}/**',
]

/**
 * Finds the documents that the installed npm packages ship: READMEs, licences, changelogs, guides. The same content
 * counts once, wherever it lies. Kinds take turns, so that the first few are of every kind; the order is the same each
 * time. `root` is a folder that holds `node_modules`, as pnpm or npm laid it out.
 */
export async function installedDocuments(
  root: string,
  options: InstalledOptions = {},
): Promise<readonly FoundDocument[]> {
  const paths = await candidates(root, options)
  const found = new Map<string, FoundDocument>()
  for (const path of takingTurns(paths)) {
    options.signal?.throwIfAborted()
    if (found.size >= (options.limit ?? 1000)) break
    const document = await worthReading(path, options)
    if (document && !found.has(document.hash)) found.set(document.hash, document.found)
  }
  return [...found.values()]
}

/**
 * pnpm keeps the packages themselves in `node_modules/.pnpm` and links to them from everywhere else; links are not
 * followed, so that each package is seen once.
 */
async function candidates(root: string, { signal }: InstalledOptions): Promise<readonly string[]> {
  const folder = join(await realpath(root), 'node_modules')
  const paths = await glob(patterns, {
    cwd: folder,
    absolute: true,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
    ignore: notForReaders,
    ...(signal && { signal }),
  })
  return [...paths].sort(byPath)
}

function byPath(one: string, other: string): number {
  return one < other ? -1 : 1
}

/** One of each kind in turn, until all are used up. */
function takingTurns(paths: readonly string[]): readonly string[] {
  const byKind = new Map<Kind, string[]>(kinds.map(({ kind }) => [kind, []]))
  for (const path of paths) byKind.get(kindOf(path))?.push(path)
  const longest = Math.max(...[...byKind.values()].map(({ length }) => length))
  return Array.from({ length: longest }, (_, turn) =>
    [...byKind.values()].flatMap((ofKind) => ofKind[turn] ?? []),
  ).flat()
}

function kindOf(path: string): Kind {
  const name = basename(path)
  return kinds.find((kind) => kind.name.test(name))?.kind ?? 'other'
}

interface Read {
  readonly hash: string
  readonly found: FoundDocument
}

async function worthReading(
  path: string,
  { onUnreadable }: InstalledOptions,
): Promise<Read | undefined> {
  try {
    const { size, mtime: modifiedAt } = await stat(path)
    if (size < smallest || size > largest) return undefined
    const content = await readFile(path)
    const hash = createHash('sha256').update(content).digest('base64')
    return { hash, found: { path, name: basename(path), size, modifiedAt } }
  } catch (error) {
    onUnreadable?.(unreadable(path, error))
    return undefined
  }
}
