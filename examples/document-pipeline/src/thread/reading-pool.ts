import { JobError } from '@nightshift/core'
import { Piscina } from 'piscina'
import type { Quality } from '../quality/score.js'
import type { Answer, Recognised } from './reading-thread.js'

/** Reads documents in worker threads, so that the host stays quick to answer. */
export interface ReadingPool {
  recognise(path: string, signal: AbortSignal): Promise<Recognised>
  judge(document: Recognised, signal: AbortSignal): Promise<Quality>
  close(): Promise<void>
}

/** A document that needs more than this is refused rather than allowed to bring the host down. */
const THREAD_MEMORY_MB = 768

export function openReadingPool(threads: number): ReadingPool {
  const pool = new Piscina({
    filename: new URL('./reading-thread.js', import.meta.url).href,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  })

  // An abort ends the thread itself: the only way to stop a reader that is caught in a loop.
  const call = async <T>(name: string, input: unknown, signal: AbortSignal): Promise<T> => {
    try {
      const answer: Answer<T> = await pool.run(input, { name, signal })
      if (answer.status === 'done') return answer.value
      const { code, message } = answer.error
      throw new JobError(code, message, { retry: false })
    } catch (error) {
      signal.throwIfAborted()
      throw explained(error)
    }
  }

  return {
    recognise: (path, signal) => call('recognise', { path }, signal),
    judge: (document, signal) => call('judge', document, signal),
    close: () => pool.destroy(),
  }
}

const FILE_ERRORS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  ENOENT: ['FILE_MISSING', 'The file is not there any more. Put it back and try again.'],
  EACCES: ['FILE_UNREADABLE', 'The file may not be read. Check its permissions and try again.'],
  EPERM: ['FILE_UNREADABLE', 'The file may not be read. Check its permissions and try again.'],
  EISDIR: ['FILE_UNREADABLE', 'This is a folder, not a file.'],
  ERR_WORKER_OUT_OF_MEMORY: [
    'DOCUMENT_TOO_COMPLEX',
    `Reading the document needs more than ${THREAD_MEMORY_MB} MB of memory. Split it into smaller files.`,
  ],
}

function explained(error: unknown): unknown {
  const known = FILE_ERRORS[String((error as { code?: unknown }).code)]
  return known ? new JobError(known[0], known[1], { retry: false, cause: error }) : error
}
