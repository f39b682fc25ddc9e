import { STATUS_CODES } from 'node:http'

/** One thing wrong with what was sent: where it stands and what is wrong there. */
export interface Issue {
  readonly path: string
  readonly message: string
}

export interface ProblemOptions {
  /** Members beside those RFC 9457 names. */
  readonly members?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  /** For the host's own log; never sent. */
  readonly cause?: unknown
}

/** A refusal on its way to the client; becomes an RFC 9457 document. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly members: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause })
    this.status = status
    this.code = code
    this.members = options.members ?? {}
    this.headers = options.headers ?? {}
  }
}

export const PROBLEM_TYPE = 'application/problem+json'

/** `code` says which problem it is; the type stays `about:blank`, as the RFC has it for that case. */
export const problemDocument = (problem: Problem, instance: string) => ({
  type: 'about:blank',
  title: STATUS_CODES[problem.status] ?? 'Error',
  status: problem.status,
  detail: problem.message,
  code: problem.code,
  instance,
  ...problem.members,
})
