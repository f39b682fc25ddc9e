import { Problem } from './problem.js'
import type { Route } from './route.js'
import { commandRoutes } from './routes/commands.js'
import { definitionRoutes } from './routes/definitions.js'
import { eventRoutes } from './routes/events.js'
import { jobRoutes } from './routes/jobs.js'
import { pageRoutes } from './routes/page.js'
import { queueRoutes } from './routes/queues.js'
import { sessionRoutes } from './routes/session.js'
import { submitRoutes } from './routes/submit.js'

/** Everything that is answered, and who may ask: the only list of both. */
export const ROUTES: readonly Route[] = [
  ...jobRoutes,
  ...submitRoutes,
  ...commandRoutes,
  ...queueRoutes,
  ...definitionRoutes,
  ...eventRoutes,
  ...sessionRoutes,
  ...pageRoutes,
]

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** @throws Problem 404 when no route has the path, 405 when none of them has the method */
export function match(method: string, path: string, query: URLSearchParams): Match {
  const here = ROUTES.flatMap((route) => {
    const params = paramsOf(route.path, path)
    return params ? [{ route, params }] : []
  })
  if (here.length === 0) throw noSuchAddress()
  const found = here.find(({ route }) => answersTo(route, method) && asks(route, query))
  if (found) return found
  const methods = [...new Set(here.map(({ route }) => route.method))].sort()
  throw new Problem(
    405,
    'METHOD_NOT_ALLOWED',
    `This address answers ${methods.join(' and ')} only.`,
    { headers: { Allow: methods.join(', ') } },
  )
}

const answersTo = (route: Route, method: string) =>
  route.method === method || (method === 'HEAD' && route.method === 'GET' && !route.lasting)

const asks = ({ query = {} }: Route, given: URLSearchParams) =>
  Object.entries(query).every(([name, value]) => given.get(name) === value)

function paramsOf(pattern: string, path: string): Match['params'] | undefined {
  const expected = pattern.split('/')
  const given = path.split('/')
  if (given.length !== expected.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const text = given[index] as string
    if (part.startsWith(':')) params[part.slice(1)] = text
    else if (part !== text) return undefined
  }
  return params
}

const noSuchAddress = () =>
  new Problem(
    404,
    'NO_SUCH_ADDRESS',
    'There is nothing at this address. Check it for typing errors.',
  )
