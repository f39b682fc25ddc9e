import { commandButtons } from './commands.js'
import { element, mark, say } from './element.js'
import { ago, shortId, span, until, wholeSpan } from './format.js'

/** @typedef {import('./board.js').Job} Job */

/**
 * A bar that says how far a job is.
 * @param {string} label what it is the progress of
 */
export function progressBar(label) {
  const fill = element('div', { class: 'fill' })
  const bar = element(
    'div',
    {
      class: 'bar',
      role: 'progressbar',
      'aria-label': label,
      'aria-valuemin': '0',
      'aria-valuemax': '100',
    },
    fill,
  )
  const percent = element('span', { class: 'percent' })
  const node = element('div', { class: 'progress' }, bar, percent)
  return {
    node,
    /** @param {Job} job */
    update({ progress, state }) {
      const value = state === 'completed' ? 100 : Math.floor(progress?.percent ?? 0)
      node.hidden = state !== 'running' && value === 0
      bar.dataset.state = state
      // A job that runs and has said nothing has a bar that wanders, whose width is the style sheet's.
      const unknown = state === 'running' && progress === undefined
      fill.style.width = unknown ? '' : `${value}%`
      if (unknown) bar.removeAttribute('aria-valuenow')
      else mark(bar, 'aria-valuenow', String(value))
      say(percent, `${value} %`)
    },
  }
}

/** One sentence: what the job does, waits for, or died of. @param {Job} job @param {number} now */
export function situation(job, now) {
  if (job.label === 'scheduled') return `Due ${until(job.dueAt, now)}`
  if (job.label === 'retrying') {
    return `${job.failure?.message ?? 'The last attempt failed.'} Tries again ${until(job.dueAt, now)}.`
  }
  if (job.state === 'failed')
    return job.failure?.message ?? 'It failed, and nothing is known of why.'
  if (job.state === 'cancelled') return `Cancelled: ${job.cancelReason ?? 'no reason given'}`
  if (job.state === 'running') return whatRuns(job, now)
  return job.state === 'queued' ? 'Waits for a free worker' : ''
}

/** @param {Job} job @param {number} now */
function whatRuns({ progress, seenAt }, now) {
  const { step, message, etaMs } = progress ?? {}
  const left = etaMs === undefined ? undefined : etaMs - (now - (seenAt ?? now))
  const parts = [
    step,
    message,
    left !== undefined && left >= 500 ? `about ${wholeSpan(left)} left` : undefined,
  ]
  return parts.filter((part) => part !== undefined && part !== '').join(' · ') || 'Runs'
}

/** How long it ran or runs, or how long it is there. @param {Job} job @param {number} now */
function timeOf(job, now) {
  const started = job.startedAt && new Date(job.startedAt).getTime()
  if (started && job.state === 'running') return `for ${wholeSpan(Math.max(0, now - started))}`
  if (started && job.endedAt)
    return `${ago(job.endedAt, now)}, took ${span(new Date(job.endedAt).getTime() - started)}`
  return job.endedAt ? ago(job.endedAt, now) : `enqueued ${ago(job.enqueuedAt, now)}`
}

/**
 * A job in the list; the same nodes are kept while the job changes, so that bars move and focus stays.
 * @param {Job} first
 * @param {string} role
 * @param {(path: string, options: object, id: string) => void} order
 */
export function createRow(first, role, order) {
  const badge = element('span', { class: 'badge' })
  const link = element('a', { class: 'name', href: '#' }, first.name)
  const meta = element('span', { class: 'meta' })
  const bar = progressBar(`Progress of ${first.name} ${shortId(first.id)}`)
  const sentence = element('p', { class: 'sentence' })
  const attempts = element('span', { class: 'attempts' })
  const time = element('span', { class: 'time' })
  const actions = commandButtons(role, order)
  const node = element(
    'li',
    { class: 'job' },
    element('div', { class: 'what' }, link, meta),
    badge,
    element('div', { class: 'how' }, bar.node, sentence),
    element('div', { class: 'when' }, time, attempts),
    actions.node,
  )
  let job = first

  function tick() {
    const now = Date.now()
    say(sentence, situation(job, now))
    sentence.hidden = sentence.textContent === ''
    say(time, timeOf(job, now))
  }

  return {
    node,
    tick,
    /** @param {Job} next @param {string} href */
    update(next, href) {
      job = next
      mark(node, 'data-label', job.label)
      mark(link, 'href', href)
      say(badge, job.label)
      const priority = job.priority === 'normal' ? [] : [job.priority]
      say(meta, [job.queue, ...priority, shortId(job.id)].join(' · '))
      say(attempts, job.attempt > 1 || job.state === 'failed' ? `attempt ${job.attempt}` : '')
      bar.update(job)
      actions.update(job)
      tick()
    },
  }
}
