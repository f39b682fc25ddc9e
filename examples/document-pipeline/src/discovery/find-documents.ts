import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type FoundDocument, type Unreadable, unreadable } from './found-document.js'

export interface FindOptions {
  /** Called for each file or folder that cannot be looked at; the walk goes on. */
  readonly onUnreadable?: (unreadable: Unreadable) => void
  /** Ends the walk. */
  readonly signal?: AbortSignal
}

/**
 * Finds every regular file in the given files and folders, each once, in the order of the paths given and by name
 * within a folder. Hidden files, hidden folders and `node_modules` inside them are passed over; what is named
 * itself is not. What kind of file it is does not matter: a broken one shall fail with a reason, not be missed.
 */
export async function* findDocuments(
  paths: readonly string[],
  options: FindOptions = {},
): AsyncGenerator<FoundDocument> {
  const visited = new Set<string>()
  for (const path of paths) yield* walk(path, visited, options)
}

async function* walk(
  path: string,
  visited: Set<string>,
  options: FindOptions,
): AsyncGenerator<FoundDocument> {
  options.signal?.throwIfAborted()
  const found = await lookAt(path, options)
  if (!found || visited.has(found.path)) return
  visited.add(found.path)
  if (found.entries === undefined) yield found.document
  else for (const entry of found.entries) yield* walk(join(found.path, entry), visited, options)
}

type Looked =
  | { readonly path: string; readonly entries: readonly string[] }
  | { readonly path: string; readonly entries?: never; readonly document: FoundDocument }

/** Resolving links first is what makes links that lead in a circle end: the folder has been visited. */
async function lookAt(given: string, { onUnreadable }: FindOptions): Promise<Looked | undefined> {
  try {
    const path = await realpath(given)
    const { size, mtime: modifiedAt, ...status } = await statusOf(path)
    if (status.isFolder) return { path, entries: await entriesOf(path) }
    if (!status.isFile) return undefined
    return { path, document: { path, name: basename(path), size, modifiedAt } }
  } catch (error) {
    onUnreadable?.(unreadable(given, error))
    return undefined
  }
}

async function statusOf(path: string) {
  const status = await stat(path)
  return {
    size: status.size,
    mtime: status.mtime,
    isFile: status.isFile(),
    isFolder: status.isDirectory(),
  }
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter(isForPeople)
    .map(({ name }) => name)
    .sort(byName)
}

function isForPeople({ name }: Dirent): boolean {
  return !name.startsWith('.') && name !== 'node_modules'
}

/** By code units, so that the order is the same on every machine. */
function byName(one: string, other: string): number {
  return one < other ? -1 : 1
}
