export interface SearchPlace {
  readonly query?: string
  readonly class?: string | undefined
  /** From 1. */
  readonly page?: number
}

/** The address of a page of results. What is left out stands for everything, from the first page. */
export function searchAddress({ query = '', class: only, page = 1 }: SearchPlace): string {
  const parameters = new URLSearchParams()
  if (query !== '') parameters.set('q', query)
  if (only !== undefined) parameters.set('class', only)
  if (page > 1) parameters.set('page', String(page))
  return parameters.size > 0 ? `/?${parameters}` : '/'
}

export interface DocumentPlace {
  readonly id: number
  /** From 1. */
  readonly part?: number
  readonly section?: string
}

/** The address of a document, or of a part or a section of its text. */
export function documentAddress({ id, part = 1, section }: DocumentPlace): string {
  const path = `/documents/${id}`
  const query = part > 1 ? `?part=${part}` : ''
  return path + query + (section === undefined ? '' : `#${section}`)
}
