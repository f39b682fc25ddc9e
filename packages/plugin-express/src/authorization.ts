import { NightshiftError } from '@nightshift/core'
import type { HostRequest } from './host.js'
import { Problem } from './problem.js'

/** Least to most: each role may do all that those before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const

/**
 * What somebody may do. `viewer` reads; `operator` also submits, cancels, retries, promotes and
 * changes priorities; `admin` also deletes.
 */
export type Role = (typeof ROLES)[number]

/** Says who a request comes from: a role, or `false` for nobody who may see anything. */
export type Authorize = (request: HostRequest) => Role | false | Promise<Role | false>

export const allows = (role: Role, needed: Role): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(needed)

/** @throws NightshiftError `AUTHORIZE_MISSING`: there is no open mount, not even by mistake. */
export function checkAuthorize(authorize: unknown): void {
  if (typeof authorize === 'function') return
  throw new NightshiftError(
    'AUTHORIZE_MISSING',
    "jobsRouter needs an authorize function: jobsRouter(nightshift, { authorize: (req) => 'viewer' | 'operator' | 'admin' | false }). Without it, anybody who can reach this address could read and cancel jobs.",
  )
}

/** Asks the host who this is. @throws Problem when it is nobody, or when the host cannot tell. */
export async function roleOf(request: HostRequest, authorize: Authorize): Promise<Role> {
  const role: unknown = await askHost(request, authorize)
  if (ROLES.includes(role as Role)) return role as Role
  if (role === false || role === undefined || role === null) {
    throw new Problem(
      403,
      'NOT_ALLOWED',
      'You may not see these jobs. Log in, or ask whoever runs this application for access.',
    )
  }
  throw unableToTell(
    new TypeError("authorize must return 'viewer', 'operator', 'admin' or false, and did not."),
  )
}

async function askHost(request: HostRequest, authorize: Authorize): Promise<unknown> {
  try {
    return await authorize(request)
  } catch (cause) {
    throw unableToTell(cause)
  }
}

const unableToTell = (cause: unknown) =>
  new Problem(
    500,
    'AUTHORIZE_FAILED',
    'It could not be found out whether you may do this, so it was not done. Try again; if it goes on, tell whoever runs this application.',
    { cause },
  )

/** @throws Problem when the role is not enough */
export function requireRole(role: Role, needed: Role, summary: string): void {
  if (allows(role, needed)) return
  throw new Problem(
    403,
    'ROLE_TOO_LOW',
    `This needs the role ${needed}, and yours is ${role}. (${summary})`,
  )
}
