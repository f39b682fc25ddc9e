import { button, element } from './element.js'

/** @typedef {import('./board.js').Job} Job */

/**
 * @typedef {object} Command
 * @property {string} label
 * @property {string} role the least that is needed
 * @property {string} [ask] a question to be answered first
 * @property {'danger'} [tone]
 * @property {(job: Job) => boolean} fits
 * @property {(id: string) => [path: string, options: { method: string, body?: unknown }]} request
 */

const ROLES = ['viewer', 'operator', 'admin']

/** @type {Command[]} */
const COMMANDS = [
  {
    label: 'Run now',
    role: 'operator',
    fits: ({ label, dueAt }) =>
      label === 'scheduled' || (label === 'retrying' && new Date(dueAt).getTime() > Date.now()),
    request: (id) => [`jobs/${id}/promote`, { method: 'POST' }],
  },
  {
    label: 'Retry',
    role: 'operator',
    fits: ({ state }) => state === 'failed' || state === 'cancelled',
    request: (id) => [`jobs/${id}/retry`, { method: 'POST' }],
  },
  {
    label: 'Cancel',
    role: 'operator',
    fits: ({ state }) => state === 'queued' || state === 'running',
    request: (id) => [
      `jobs/${id}`,
      { method: 'DELETE', body: { reason: 'cancelled on the page' } },
    ],
  },
]

/** @type {Command} */
export const DELETE = {
  label: 'Delete',
  role: 'admin',
  tone: 'danger',
  ask: 'Delete this job with everything that is kept of it? This cannot be undone.',
  fits: ({ state }) => state !== 'running',
  request: (id) => [`jobs/${id}?purge=true`, { method: 'DELETE' }],
}

/**
 * Buttons for what this role may do to a job in its state.
 * @param {string} role
 * @param {(path: string, options: object, id: string) => void} order
 * @param {Command[]} [more]
 */
export function commandButtons(role, order, more = []) {
  /** @type {Job | undefined} */
  let job
  const allowed = [...COMMANDS, ...more].filter(
    (command) => ROLES.indexOf(role) >= ROLES.indexOf(command.role),
  )
  const buttons = allowed.map(({ label, tone, ask, request }) =>
    button(
      label,
      () => {
        if (!job || (ask !== undefined && !window.confirm(ask))) return
        order(...request(job.id), job.id)
      },
      tone ? { class: `button ${tone}` } : {},
    ),
  )
  return {
    node: element('div', { class: 'actions' }, ...buttons),
    /** @param {Job} next */
    update(next) {
      job = next
      for (const [index, node] of buttons.entries()) {
        node.hidden = !allowed[index]?.fits(next)
        node.setAttribute(
          'aria-label',
          `${allowed[index]?.label} ${next.name} ${next.id.slice(-8)}`,
        )
      }
    },
  }
}
