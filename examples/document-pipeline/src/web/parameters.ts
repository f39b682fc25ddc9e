import { z } from 'zod'
import { WebProblem } from './problem.js'

/** The most characters of a query that are looked at. */
export const longestQuery = 500
const longestClass = 100
const mostItems = 100
const furthestOffset = 1_000_000

const wholeNumber = (least: number, most: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .default(standard)
    .meta({ must: `be a whole number from ${least} to ${most}` })

const once = (most: number) => ({ must: `be given once, with at most ${most} characters` })

const query = z.string().max(longestQuery).meta(once(longestQuery))

/** An empty field of a form means all classes. */
const className = z
  .string()
  .max(longestClass)
  .transform((name) => name || undefined)
  .optional()
  .meta(once(longestClass))

const apiSearch = z.object({
  q: query,
  class: className,
  limit: wholeNumber(1, mostItems, 20),
  offset: wholeNumber(0, furthestOffset, 0),
})

const searchPage = z.object({
  q: z.string().trim().catch(''),
  class: className.catch(undefined),
  page: wholeNumber(1, furthestOffset, 1).catch(1),
})

const documentPage = z.object({ part: wholeNumber(1, furthestOffset, 1).catch(1) })

export type SearchParameters = z.output<typeof searchPage>

/**
 * Reads the parameters of the search API.
 * @throws WebProblem `BAD_PARAMETER`, naming the one that is to blame
 */
export function readApiSearch(query: unknown): z.output<typeof apiSearch> {
  const { data, error } = apiSearch.safeParse(query)
  if (error) throw badParameter(String(error.issues[0]?.path[0]))
  return data
}

/** A person's address bar is never an error: what cannot be understood counts as not given. */
export const readSearchPage = (query: unknown): SearchParameters => searchPage.parse(query)

export const readDocumentPage = (query: unknown) => documentPage.parse(query)

/** Undefined for anything that cannot be the number of a document. */
export function readDocumentId(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined
}

function badParameter(name: string): WebProblem {
  const rule = apiSearch.shape[name as keyof typeof apiSearch.shape].meta()?.must
  return new WebProblem({
    status: 400,
    code: 'BAD_PARAMETER',
    detail: `The parameter "${name}" must ${rule}.`,
    parameter: name,
  })
}
