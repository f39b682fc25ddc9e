import { json, type Route } from '../route.js'

export const sessionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/session',
    role: 'viewer',
    summary: 'Say which role the caller has',
    handle: ({ role }) => json(200, { role }),
  },
]
