import type {
  DocumentSummary,
  KnowledgeBase,
  KnowledgeStatistics,
  SearchHit,
} from '../knowledge/index.js'
import type { ClassCount } from './pages/class-filter.js'
import type { SearchParameters } from './parameters.js'

const perPage = 20
/** Every class costs a count; the classifier knows fewer than these. */
const mostClasses = 12

/** One page of what a search found; without a query, of all documents, the newest first. */
export interface Findings {
  readonly query: string
  readonly class: string | undefined
  /** From 1; `lastPage` at the most, so that an old address still shows something. */
  readonly page: number
  readonly lastPage: number
  readonly items: readonly (DocumentSummary | SearchHit)[]
  readonly total: number
  readonly inAllClasses: number
  readonly perClass: readonly ClassCount[]
  /** Of everything that is stored, whatever was searched for. */
  readonly statistics: KnowledgeStatistics
}

/** Answers the search page. */
export function find(knowledge: KnowledgeBase, parameters: SearchParameters): Findings {
  const { q: query, class: only } = parameters
  const statistics = knowledge.statistics()
  const look = query === '' ? newest(knowledge, statistics) : matching(knowledge, query)
  const total = look.count(only)
  const lastPage = Math.max(1, Math.ceil(total / perPage))
  const page = Math.min(parameters.page, lastPage)
  return {
    query,
    class: only,
    page,
    lastPage,
    items: look.items({ class: only, limit: perPage, offset: (page - 1) * perPage }),
    total,
    inAllClasses: only === undefined ? total : look.count(undefined),
    perClass: countPerClass(statistics, only, look),
    statistics,
  }
}

interface Stretch {
  readonly class: string | undefined
  readonly limit: number
  readonly offset: number
}

/** Where a page of documents comes from. */
interface Look {
  count(only: string | undefined): number
  items(stretch: Stretch): Findings['items']
}

function newest(knowledge: KnowledgeBase, { documents, byClass }: KnowledgeStatistics): Look {
  return {
    count: (only) => (only === undefined ? documents : countOf(byClass, only)),
    items: (stretch) => knowledge.list(stretch),
  }
}

const matching = (knowledge: KnowledgeBase, query: string): Look => ({
  count: (only) => knowledge.search(query, { class: only, limit: 0 }).total,
  items: (stretch) => knowledge.search(query, stretch).hits,
})

/** The classes that hold something, and the chosen one in any case. */
function countPerClass(
  { byClass }: KnowledgeStatistics,
  chosen: string | undefined,
  look: Look,
): readonly ClassCount[] {
  const names = new Set(Object.keys(byClass).sort().slice(0, mostClasses))
  if (chosen !== undefined) names.add(chosen)
  return [...names]
    .map((name) => ({ class: name, count: look.count(name) }))
    .filter(({ class: name, count }) => count > 0 || name === chosen)
}

/** A class is asked for by whatever stands in the address, `constructor` too. */
const countOf = (byClass: KnowledgeStatistics['byClass'], name: string): number =>
  Object.hasOwn(byClass, name) ? (byClass[name] ?? 0) : 0
