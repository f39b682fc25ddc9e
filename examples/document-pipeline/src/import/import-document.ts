import { basename } from 'node:path'
import { defineJob, exponential, type ResultOf } from '@nightshift/core'
import { z } from 'zod'
import type { KnowledgeBase, KnowledgeDocument } from '../knowledge/index.js'
import type { ReadingPool } from '../thread/reading-pool.js'
import type { Recognised } from '../thread/reading-thread.js'

export interface ImportServices {
  readonly pool: ReadingPool
  readonly knowledge: KnowledgeBase
}

/** Below this, a document is searchable but its text should not be trusted. */
const DOUBTFUL_QUALITY = 0.5

/** Takes one file into the knowledge base. Running it again for the same file is harmless. */
export const createImportDocument = ({ pool, knowledge }: ImportServices) =>
  defineJob({
    name: 'import-document',
    input: z.object({ path: z.string().min(1) }),
    queue: 'documents',
    retry: { retries: 3, backoff: exponential({ first: '1s', max: '1m' }) },
    timeout: '2m',

    async run({ path }, ctx) {
      ctx.progress({ percent: 10, message: basename(path) })
      const recognised = await ctx.step('classify', () => pool.recognise(path, ctx.signal), {
        weight: 20,
      })
      const { class: kind, confidence } = recognised.classification
      ctx.log.info('classified', { class: kind, confidence })

      const document = await ctx.step('extract', () => extract(path, recognised), { weight: 30 })
      const { id, crossReferences } = await ctx.step(
        'integrate',
        () => knowledge.integrate(document),
        { weight: 20 },
      )
      const quality = await ctx.step(
        'check quality',
        async () => {
          const judged = await pool.judge(recognised, ctx.signal)
          knowledge.rate(id, judged.score)
          return judged
        },
        { weight: 20 },
      )
      if (quality.score < DOUBTFUL_QUALITY) ctx.log.warn('doubtful text', quality.reasons)

      return {
        documentId: id,
        title: document.title,
        format: document.format,
        class: kind,
        confidence,
        words: document.words,
        quality: quality.score,
        qualityReasons: quality.reasons,
        crossReferences,
      }
    },
  })

export type ImportDocument = ReturnType<typeof createImportDocument>
/** The job's result. */
export type ImportedDocument = ResultOf<ImportDocument>

/** What the knowledge base keeps of a document that was read. */
function extract(path: string, { read, classification, hash }: Recognised): KnowledgeDocument {
  return {
    path,
    name: basename(path),
    title: read.title,
    format: read.format,
    class: classification.class,
    confidence: classification.confidence,
    words: read.words,
    text: read.text,
    headings: read.headings.map(({ text }) => text),
    links: read.anchors,
    hash,
    importedAt: new Date().toISOString(),
  }
}
