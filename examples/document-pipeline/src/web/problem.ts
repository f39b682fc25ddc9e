import { STATUS_CODES } from 'node:http'

export interface ProblemFields {
  readonly status: number
  /** Stable; programs may rely on it. */
  readonly code: string
  /** A sentence for people: what happened and what to do. */
  readonly detail: string
  /** The parameter that is to blame, if one is. */
  readonly parameter?: string
}

/** Why a request gets no answer. */
export class WebProblem extends Error {
  readonly status: number
  readonly code: string
  readonly parameter: string | undefined

  constructor({ status, code, detail, parameter }: ProblemFields) {
    super(detail)
    this.name = 'WebProblem'
    this.status = status
    this.code = code
    this.parameter = parameter
  }

  /** The status in words, such as `Not Found`. */
  get title(): string {
    return STATUS_CODES[this.status] ?? 'Error'
  }

  /** As an RFC 9457 problem document. */
  toJSON() {
    const { title, status, code, parameter, message: detail } = this
    return { type: 'about:blank', title, status, code, detail, ...(parameter && { parameter }) }
  }
}

export const noSuchPage = () =>
  new WebProblem({
    status: 404,
    code: 'NOT_FOUND',
    detail: 'There is nothing at this address. Look at how it is written, or begin at the search.',
  })

export const noSuchDocument = () =>
  new WebProblem({
    status: 404,
    code: 'DOCUMENT_NOT_FOUND',
    detail: 'There is no document with this number. It may have been removed; search for it again.',
  })

/** Makes a problem of anything thrown. What Express itself refuses (a malformed address) keeps its status. */
export function toProblem(error: unknown): WebProblem {
  if (error instanceof WebProblem) return error
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  if (status >= 400 && status < 500) {
    const detail = 'The request cannot be understood. Look at how the address is written.'
    return new WebProblem({ status, code: 'BAD_REQUEST', detail })
  }
  return new WebProblem({
    status: 500,
    code: 'UNEXPECTED',
    detail: 'Something went wrong here. Try again; the terminal says more about it.',
  })
}
