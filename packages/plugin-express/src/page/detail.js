import { call, Refusal } from './api.js'
import { changedBy } from './board.js'
import { commandButtons, DELETE } from './commands.js'
import { button, byId, element, mark, say } from './element.js'
import { moment, pretty, span } from './format.js'
import { progressBar, situation } from './row.js'

/** @typedef {import('./board.js').Job & {
 *   attempts: { execution: number, outcome: string, worker: string, startedAt: string, durationMs: number, failure?: { code: string, message: string, stack?: string } }[],
 *   logs: { at: string, level: string, message: string, data?: unknown }[],
 *   logsDropped: number, input: unknown, result?: unknown, metadata: Record<string, unknown>,
 * }} JobDetails */

const LOG_LINES = 200

/**
 * Everything about one job, in a dialog.
 * @param {{ role: string, order: (path: string, options: object, id: string) => void, closed(): void }} page
 */
export function createDetail({ role, order, closed }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('detail'))
  /** @type {string | undefined} */
  let shown
  /** @type {JobDetails | undefined} */
  let job
  dialog.addEventListener('close', () => {
    shown = undefined
    closed()
  })
  // A press beside the dialog lands on the dialog element itself, outside its box.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })

  // What has the focus, or moves, is made once; only the rest is made anew with every reading.
  const name = element('h2', { id: 'detail-name' })
  const badge = element('span', { class: 'badge' })
  const id = element('code')
  const close = button('Close', () => dialog.close())
  const bar = progressBar('Progress')
  const sentence = element('p', { class: 'sentence' })
  const actions = commandButtons(role, order, [DELETE])
  const rest = element('div', { class: 'rest' })
  const sheet = element(
    'div',
    { class: 'sheet' },
    element('header', {}, element('div', {}, name, element('p', {}, badge, id)), close),
    element('div', { class: 'moving' }, bar.node, sentence, actions.node),
    rest,
  )
  dialog.replaceChildren(sheet)

  function tick() {
    if (!job) return
    say(sentence, situation(job, Date.now()))
    // What it failed with stands below, with all there is to know of it.
    sentence.hidden = job.state === 'failed' || sentence.textContent === ''
  }

  function draw() {
    if (!job) return
    mark(sheet, 'data-label', job.label)
    say(name, job.name)
    say(badge, job.label)
    say(id, job.id)
    bar.update(job)
    actions.update(job)
    keepingPlace(rest, sections(job))
    tick()
  }

  async function load() {
    const asked = shown
    if (asked === undefined) return
    try {
      const read = await call(`jobs/${asked}`)
      if (shown !== asked) return
      job = read
      draw()
    } catch (error) {
      if (shown !== asked) return
      if (error instanceof Refusal && error.status === 404) dialog.close()
      else throw error
    }
  }

  return {
    tick,
    load,
    /** @param {string | undefined} next */
    async show(next) {
      if (next === shown) return
      shown = next
      job = undefined
      if (next === undefined) return dialog.close()
      await load()
      if (job && !dialog.open) dialog.showModal()
    },
    /**
     * Progress moves the bar at once; of everything else, `true` says that the job should be read anew.
     * @param {string} name @param {any} data
     */
    apply(name, data) {
      if (!job || data.job.id !== shown) return false
      if (name !== 'job:progress') return true
      job = /** @type {JobDetails} */ (changedBy(job, name, data))
      bar.update(job)
      tick()
      return false
    },
  }
}

/**
 * Puts new content in, and leaves the log scrolled and the stack opened as they were; a log that was
 * read to its end follows what is added.
 * @param {HTMLElement} parent @param {Node[]} content
 */
function keepingPlace(parent, content) {
  const before = parent.querySelector('.log')
  const top = before?.scrollTop ?? 0
  const atEnd = before ? top + before.clientHeight >= before.scrollHeight - 4 : false
  const open = parent.querySelector('details')?.open ?? false
  parent.replaceChildren(...content)
  const log = parent.querySelector('.log')
  if (log) log.scrollTop = atEnd ? log.scrollHeight : top
  const stack = parent.querySelector('details')
  if (stack) stack.open = open
}

/** @param {JobDetails} job */
function sections(job) {
  return [
    facts(job),
    job.failure && job.state !== 'completed' ? failure(job.failure) : null,
    (job.progress?.stepsDone.length ?? 0) > 0 ? section('Steps', steps(job)) : null,
    job.attempts.length > 0 ? section('Attempts', attempts(job)) : null,
    job.logs.length > 0 ? section('Log', logs(job)) : null,
    section('Input', element('pre', { tabindex: '0' }, pretty(job.input))),
    job.result === undefined
      ? null
      : section('Result', element('pre', { tabindex: '0' }, pretty(job.result))),
    Object.keys(job.metadata).length === 0
      ? null
      : section('Metadata', element('pre', { tabindex: '0' }, pretty(job.metadata))),
  ].filter((each) => each !== null)
}

/** @param {string} title @param {Node} content */
const section = (title, content) => element('section', {}, element('h3', {}, title), content)

/** @param {JobDetails} job */
function facts(job) {
  /** @type {[string, string | undefined][]} */
  const pairs = [
    ['Queue', job.queue],
    ['Priority', job.priority],
    ['Attempt', job.attempt === 0 ? undefined : String(job.attempt)],
    ['Worker', job.worker],
    ['Enqueued', moment(job.enqueuedAt)],
    ['Due', job.state === 'queued' ? moment(job.dueAt) : undefined],
    ['Started', job.startedAt && moment(job.startedAt)],
    ['Ended', job.endedAt && moment(job.endedAt)],
  ]
  return element(
    'dl',
    {},
    ...pairs.flatMap(([name, value]) =>
      value ? [element('div', {}, element('dt', {}, name), element('dd', {}, value))] : [],
    ),
  )
}

/** @param {{ code: string, message: string, stack?: string }} what */
function failure({ code, message, stack }) {
  const more = stack
    ? element(
        'details',
        {},
        element('summary', {}, 'Where it happened'),
        element('pre', { tabindex: '0' }, stack),
      )
    : null
  return section(
    'Failure',
    element(
      'div',
      { class: 'failure' },
      element('code', {}, code),
      element('p', {}, message),
      more,
    ),
  )
}

/** @param {JobDetails} job */
const steps = ({ progress }) =>
  element(
    'ol',
    { class: 'lines' },
    ...(progress?.stepsDone ?? []).map(({ name, durationMs }) =>
      element(
        'li',
        {},
        element('span', {}, name),
        element('span', { class: 'meta' }, span(durationMs)),
      ),
    ),
  )

/** @param {JobDetails} job */
const attempts = ({ attempts: all }) =>
  element(
    'ol',
    { class: 'lines' },
    ...all.map(({ execution, outcome, worker, startedAt, durationMs, failure: why }) =>
      element(
        'li',
        {},
        element(
          'span',
          {},
          `${execution}. ${outcome}`,
          why ? element('span', { class: 'why' }, why.message) : null,
        ),
        element(
          'span',
          { class: 'meta' },
          `${moment(startedAt)} · ${span(durationMs)} · ${worker}`,
        ),
      ),
    ),
  )

/** @param {JobDetails} job */
function logs({ logs: all, logsDropped }) {
  const hidden = all.length - LOG_LINES
  const lines = all
    .slice(-LOG_LINES)
    .map(({ at, level, message, data }) =>
      element(
        'li',
        { 'data-level': level },
        element('time', { datetime: at }, new Date(at).toLocaleTimeString()),
        element('span', { class: 'level' }, level),
        element(
          'span',
          {},
          message,
          data === undefined ? null : element('code', {}, ` ${JSON.stringify(data)}`),
        ),
      ),
    )
  const notes = [
    hidden > 0 ? `The ${hidden} lines before these are in the API.` : '',
    logsDropped > 0 ? `${logsDropped} more lines were not kept.` : '',
  ].join(' ')
  return element(
    'div',
    {},
    element('ol', { class: 'log', tabindex: '0' }, ...lines),
    notes.trim() === '' ? null : element('p', { class: 'meta' }, notes),
  )
}
