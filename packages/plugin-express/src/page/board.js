/**
 * @typedef {object} Progress
 * @property {number} percent
 * @property {string} [message]
 * @property {string} [step]
 * @property {number} [etaMs]
 * @property {{ name: string, durationMs: number }[]} stepsDone
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string} name
 * @property {string} queue
 * @property {string} priority
 * @property {string} state
 * @property {string} label
 * @property {number} attempt
 * @property {Progress | undefined} [progress]
 * @property {number} [seenAt] when the progress arrived here
 * @property {{ code: string, message: string, stack?: string } | undefined} [failure]
 * @property {string} enqueuedAt
 * @property {string} dueAt
 * @property {string} [startedAt]
 * @property {string} [endedAt]
 * @property {string} [worker]
 * @property {string} [cancelReason]
 *
 * @typedef {{ state?: string | undefined, queue?: string | undefined }} Filter
 */

/** What an event changes in a job that is shown. @type {Record<string, (data: any) => Partial<Job>>} */
const CHANGES = {
  'job:started': ({ attempt, worker, at }) => ({
    ...is('running'),
    attempt,
    worker,
    startedAt: at,
    progress: undefined,
  }),
  'job:progress': ({ progress }) => ({ progress, seenAt: Date.now() }),
  'job:completed': ({ at }) => ({ ...is('completed'), endedAt: at, failure: undefined }),
  'job:retrying': ({ failure, at, delayMs }) => ({
    ...is('queued', 'retrying'),
    failure,
    dueAt: later(at, delayMs),
  }),
  'job:snoozed': ({ at, delayMs }) => ({ ...is('queued', 'scheduled'), dueAt: later(at, delayMs) }),
  'job:failed': ({ failure, at }) => ({ ...is('failed'), failure, endedAt: at }),
  'job:cancelled': ({ reason, at }) => ({ ...is('cancelled'), cancelReason: reason, endedAt: at }),
  'job:lost': () => is('queued'),
}

/** @param {string} state @param {string} [label] */
const is = (state, label = state) => ({ state, label })

/** @param {string} at @param {number} ms */
const later = (at, ms) => new Date(new Date(at).getTime() + ms).toISOString()

/** @param {Job} job @param {string} name @param {any} data @returns {Job} */
export function changedBy(job, name, data) {
  const change = CHANGES[name]
  return change ? { ...job, ...change(data) } : job
}

/** What runs stands on top, because that is what people come to see; the rest is newest first. */
const byInterest = (/** @type {Job} */ one, /** @type {Job} */ other) =>
  Number(other.state === 'running') - Number(one.state === 'running') ||
  (one.id < other.id ? 1 : -1)

/** The jobs that are shown; knows nothing of the page. */
export function createBoard() {
  /** @type {Map<string, Job>} */
  let jobs = new Map()
  /** Running jobs that belong to pages which are not loaded. @type {Set<string>} */
  let pinned = new Set()
  /** @type {string | undefined} */
  let cursor
  /** @type {Filter} */
  let filter = {}

  /** @param {Job} job */
  const belongs = ({ state, queue }) =>
    (filter.state === undefined || filter.state === state) &&
    (filter.queue === undefined || filter.queue === queue)

  return {
    jobs: () => [...jobs.values()].sort(byInterest),
    /** @param {string} id */
    get: (id) => jobs.get(id),
    cursor: () => cursor,

    /** Shows something else: nothing of the old is kept. @param {Filter} next */
    show(next) {
      filter = next
      jobs = new Map()
      pinned = new Set()
      cursor = undefined
    },

    /**
     * The newest page and the running jobs, read again: they replace what they cover and leave
     * older pages alone.
     * @param {{ items: Job[], cursor?: string }} page
     * @param {Job[]} running
     */
    renew(page, running) {
      const oldest = page.cursor === undefined ? '' : (page.items.at(-1)?.id ?? '')
      const older = [...jobs.values()].filter(({ id }) => id < oldest && !pinned.has(id))
      if (older.length === 0) cursor = page.cursor
      const loaded = new Set([...page.items, ...older].map(({ id }) => id))
      pinned = new Set(running.map(({ id }) => id).filter((id) => !loaded.has(id)))
      jobs = new Map([...page.items, ...older, ...running].map((job) => [job.id, job]))
    },

    /** The page after the last one. @param {{ items: Job[], cursor?: string }} page */
    extend(page) {
      for (const job of page.items) {
        jobs.set(job.id, job)
        pinned.delete(job.id)
      }
      cursor = page.cursor
    },

    /** @param {string} name @param {any} data */
    apply(name, data) {
      const job = jobs.get(data.job.id)
      if (!job) return
      const changed = changedBy(job, name, data)
      if (belongs(changed)) jobs.set(job.id, changed)
      else jobs.delete(job.id)
    },

    /** @param {string} id */
    forget: (id) => void jobs.delete(id),
  }
}
