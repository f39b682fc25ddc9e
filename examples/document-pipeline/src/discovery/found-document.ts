/** A file that was found: what the pipeline needs to decide whether to read it. */
export interface FoundDocument {
  /** Absolute path with symbolic links resolved: the same file is found once. */
  readonly path: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly modifiedAt: Date
}

/** A file or folder that could not be looked at, and why, in a sentence. */
export interface Unreadable {
  readonly path: string
  readonly reason: string
}

export function unreadable(path: string, error: unknown): Unreadable {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error))
  return { path, reason: `"${path}" could not be read: ${why}.` }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  ENOENT: 'it does not exist',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
}
