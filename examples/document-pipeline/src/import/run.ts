import { JobError, type JobHandle, type Nightshift } from '@nightshift/core'
import type { FoundDocument } from '../discovery/index.js'
import type { KnowledgeBase } from '../knowledge/index.js'
import { contentHash } from './content-hash.js'
import type { ImportDocument, ImportedDocument } from './import-document.js'

/** A document of this run and what became of it. */
export type RunDocument =
  | { readonly state: 'waiting' }
  | { readonly state: 'completed'; readonly class: string; readonly words: number }
  | { readonly state: 'failed'; readonly code: string; readonly message: string }
  | { readonly state: 'cancelled' }

/** The documents that one start of the program is about, until each reached a final state. */
export interface ImportRun {
  /** By path. */
  readonly documents: ReadonlyMap<string, RunDocument>
  /** Documents that stood in the knowledge base already, with the same content. */
  readonly known: number
  readonly finished: Promise<void>
}

export interface RunOptions {
  readonly nightshift: Nightshift
  readonly importDocument: ImportDocument
  readonly knowledge: KnowledgeBase
  readonly files: readonly FoundDocument[]
}

/**
 * Enqueues every file that the knowledge base does not hold yet. A file whose job still waits from
 * an earlier start keeps that job, because the path is its dedup key.
 */
export async function startRun(options: RunOptions): Promise<ImportRun> {
  const { nightshift, importDocument, knowledge, files } = options
  const documents = new Map<string, RunDocument>()
  const fresh: FoundDocument[] = []
  for (const file of files) {
    const hash = await contentHash(file.path)
    const stored = hash === undefined ? undefined : knowledge.find(file.path, hash)
    documents.set(file.path, stored ? completed(stored) : { state: 'waiting' })
    if (!stored) fresh.push(file)
  }

  const follow = async ({ path }: FoundDocument, handle: JobHandle<ImportedDocument>) => {
    documents.set(path, await endOf(handle))
  }
  const handles = await Promise.all(
    fresh.map(({ path }) => nightshift.enqueue(importDocument, { path }, { dedup: { key: path } })),
  )
  const follows = fresh.map((file, index) =>
    follow(file, handles[index] as JobHandle<ImportedDocument>),
  )
  return {
    documents,
    known: files.length - fresh.length,
    finished: Promise.all(follows).then(() => {}),
  }
}

async function endOf(handle: JobHandle<ImportedDocument>): Promise<RunDocument> {
  try {
    return completed(await handle.result())
  } catch (error) {
    if (!(error instanceof JobError)) throw error
    if (error.code === 'JOB_CANCELLED') return { state: 'cancelled' }
    return { state: 'failed', code: error.code, message: error.message }
  }
}

/** What a job's result and a stored document both say. */
interface Imported {
  readonly class: string
  readonly words: number
}

const completed = (document: Imported): RunDocument => ({
  state: 'completed',
  class: document.class,
  words: document.words,
})
