export type { Role } from './authorization.js'
export type { Host, HostRequest, JobsRouter } from './host.js'
export type { JobsRouterOptions } from './options.js'
export { jobsRouter } from './router.js'
