import { PAGE_FILES, type PageFile } from '../page-files.js'
import type { Answer, Route, RouteRequest } from '../route.js'

/** One exact address per file: there is no path to climb out of. */
export const pageRoutes: readonly Route[] = [...PAGE_FILES].map(([path, file]) => ({
  method: 'GET',
  path,
  role: 'viewer',
  summary: path === '/' ? 'Show the page' : `Give the page its ${path.slice(1)}`,
  handle: (request) =>
    path === '/' ? (toFolder(request) ?? send(request, file)) : send(request, file),
}))

function send({ headers }: RouteRequest, { type, content, tag }: PageFile): Answer {
  const about = { 'Content-Type': type, 'Cache-Control': 'no-cache', ETag: tag }
  if (headers['if-none-match'] === tag) return { status: 304, headers: about, content: '' }
  return { status: 200, headers: about, content }
}

/**
 * The page's own addresses are relative, so it has to be a folder: `/jobs` goes to `/jobs/`.
 * The redirect is relative too, because a proxy may have taken a prefix off.
 */
function toFolder({ originalUrl }: RouteRequest): Answer | undefined {
  const [path = '', ...query] = originalUrl.split('?')
  if (path.endsWith('/')) return undefined
  const folder = `./${path.slice(path.lastIndexOf('/') + 1)}/`
  const location = query.length > 0 ? `${folder}?${query.join('?')}` : folder
  return { status: 308, headers: { Location: location }, content: '' }
}
