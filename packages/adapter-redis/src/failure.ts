import { StorageError } from '@nightshift/core'

interface Meaning {
  readonly code: string
  readonly says: string
  readonly transient: boolean
}

const UNAVAILABLE: Meaning = {
  code: 'STORE_UNAVAILABLE',
  says: 'Redis cannot be used at the moment. Work goes on by itself once it can.',
  transient: true,
}
const FORBIDDEN: Meaning = {
  code: 'STORE_FORBIDDEN',
  says: 'Redis does not let this user do what Nightshift needs. Check the password and the ACL rules (see the README of @nightshift/adapter-redis).',
  transient: false,
}

/** What the first word of a Redis error means to the person who runs the host. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  OOM: {
    code: 'STORE_FULL',
    says: 'Redis has used all the memory it may. Raise maxmemory or purge finished jobs; running jobs can still be settled.',
    transient: true,
  },
  MISCONF: {
    code: 'STORE_UNAVAILABLE',
    says: 'Redis refuses writes because it could not save to its disk. Check the disk of the Redis server.',
    transient: true,
  },
  NOAUTH: FORBIDDEN,
  WRONGPASS: FORBIDDEN,
  NOPERM: FORBIDDEN,
  READONLY: UNAVAILABLE,
  LOADING: UNAVAILABLE,
  BUSY: UNAVAILABLE,
  MASTERDOWN: UNAVAILABLE,
  CLUSTERDOWN: UNAVAILABLE,
  TRYAGAIN: UNAVAILABLE,
  NOREPLICAS: UNAVAILABLE,
  UNBLOCKED: UNAVAILABLE,
  WRONGTYPE: {
    code: 'STORE_CORRUPT',
    says: 'Keys of this installation hold something else. Another program may use the same prefix.',
    transient: false,
  },
}

/** The server, or the way to it, is gone; whether the call was carried out is unknown. */
export const unavailable = (why: string, cause?: unknown): StorageError =>
  new StorageError(UNAVAILABLE.code, `${UNAVAILABLE.says} (${why})`, { cause, transient: true })

export const overdue = (what: string, ms: number): StorageError =>
  new StorageError(
    'STORE_TIMEOUT',
    `Redis did not answer "${what}" within ${ms} ms. The connection is made anew; the call may or may not have been carried out, and is safe to repeat.`,
    { transient: true },
  )

/** Turns whatever ioredis threw into a `StorageError`. */
export function storageFailure(error: unknown): Error {
  if (error instanceof StorageError) return error
  if (!(error instanceof Error)) return unavailable(String(error), error)
  const word = /\b([A-Z]{3,})\b/.exec(error.message)?.[1] ?? ''
  if (error.name !== 'ReplyError') return unavailable(error.message, error)
  const { code, says, transient } = MEANINGS[word] ?? {
    code: 'STORE_FAILED',
    says: 'Redis refused a call.',
    transient: false,
  }
  return new StorageError(code, `${says} (Redis: ${error.message})`, { cause: error, transient })
}

/** The server is one that must not be written to: look for the right one. */
export const wantsOtherServer = (error: unknown): boolean =>
  error instanceof Error && /\bREADONLY\b/.test(error.message)
