import { call } from './api.js'
import { createBoard } from './board.js'
import { createDetail } from './detail.js'
import { byId, say } from './element.js'
import { createFilters } from './filters.js'
import { followEvents } from './live.js'
import { createRow } from './row.js'

/** Between two looks at the list while events come in. */
const SETTLE_MS = 700
/** Other processes' jobs send no events here; this is how late they are seen. */
const POLL_MS = 5_000

const CONNECTION = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost. Trying again…',
}

const list = byId('jobs')
const more = /** @type {HTMLButtonElement} */ (byId('more'))
const board = createBoard()
/** @type {Map<string, ReturnType<typeof createRow>>} */
const rows = new Map()
/** @type {import('./filters.js').Queue[]} */
let queues = []
let role = 'viewer'

/** What is shown stands in the address, so that it can be sent to somebody. */
const place = () => new URLSearchParams(location.hash.slice(1))

function filter() {
  const { state, queue } = Object.fromEntries(place())
  return { state, queue }
}

/** @param {Record<string, string | undefined>} change */
function placeWith(change) {
  const next = place()
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  }
  return `#${next}`
}

const filters = createFilters((change) => {
  location.hash = placeWith(change)
})

/** @param {string} path @param {object} options @param {string} id */
function order(path, options, id) {
  attempt(async () => {
    const { state } = await call(path, options)
    if (state === 'deleted') board.forget(id)
    await Promise.all([refresh(), detail?.load()])
  })
}

/** Shows what went wrong instead of throwing it away. @param {() => Promise<unknown>} work */
async function attempt(work) {
  const notice = byId('notice')
  try {
    await work()
    notice.hidden = true
  } catch (error) {
    say(notice, error instanceof Error ? error.message : String(error))
    notice.hidden = false
  }
}

/** @param {string} [cursor] */
const page = (cursor) => readPage(filter(), cursor)

/** @param {import("./board.js").Filter} filter @param {string} [cursor] */
function readPage({ state, queue }, cursor) {
  const query = new URLSearchParams(
    Object.entries({ state, queue, cursor }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    ),
  )
  return call(`jobs?${query}`)
}

async function refresh() {
  const asked = location.hash
  const [newest, running, { items }] = await Promise.all([
    page(),
    filter().state === undefined ? readPage({ ...filter(), state: 'running' }) : { items: [] },
    call('queues'),
  ])
  queues = items
  // The person has moved on meanwhile: this answers a question nobody asks any more.
  if (asked === location.hash) board.renew(newest, running.items)
  draw()
}

function draw() {
  const jobs = board.jobs()
  const ids = new Set(jobs.map(({ id }) => id))
  for (const [id, { node }] of rows) {
    if (ids.has(id)) continue
    node.remove()
    rows.delete(id)
  }
  jobs.forEach((job, index) => {
    const row = rows.get(job.id) ?? createRow(job, role, order)
    rows.set(job.id, row)
    row.update(job, placeWith({ job: job.id }))
    // Moving a node that stands right already would take the focus from it.
    if (list.children[index] !== row.node) list.insertBefore(row.node, list.children[index] ?? null)
  })
  filters.update(queues, filter())
  more.hidden = board.cursor() === undefined
  list.setAttribute('aria-busy', 'false')
  showEmpty(jobs.length === 0)
}

/** @param {boolean} nothing */
function showEmpty(nothing) {
  const empty = byId('empty')
  const { state, queue } = filter()
  empty.hidden = !nothing
  say(
    empty,
    `No ${state ?? ''} jobs${queue ? ` in ${queue}` : ''}${state || queue ? '' : ' yet'}.`.replace(
      '  ',
      ' ',
    ),
  )
}

/** @type {Map<() => Promise<unknown>, number>} */
const planned = new Map()

/** Many wishes, one deed. @param {() => Promise<unknown>} work */
function soon(work) {
  if (planned.has(work)) return
  const run = () => {
    planned.delete(work)
    attempt(work)
  }
  planned.set(work, window.setTimeout(run, SETTLE_MS))
}

/** @type {ReturnType<typeof createDetail> | undefined} */
let detail

function moved() {
  const { job } = Object.fromEntries(place())
  attempt(async () => {
    await detail?.show(job)
  })
}

async function start() {
  role = (await call('session')).role
  detail = createDetail({
    role,
    order,
    closed() {
      if (place().has('job')) history.replaceState(null, '', placeWith({ job: undefined }))
    },
  })
  const { load, apply, tick } = detail
  let shown = JSON.stringify(filter())
  board.show(filter())
  await refresh()
  moved()

  window.addEventListener('hashchange', () => {
    moved()
    if (JSON.stringify(filter()) === shown) return draw()
    shown = JSON.stringify(filter())
    board.show(filter())
    list.setAttribute('aria-busy', 'true')
    filters.update(queues, filter())
    attempt(refresh)
  })
  more.addEventListener('click', () =>
    attempt(async () => {
      board.extend(await page(board.cursor()))
      draw()
    }),
  )
  followEvents({
    connection(state) {
      const node = byId('connection')
      node.dataset.state = state
      say(node, CONNECTION[state])
    },
    reload() {
      // What was missed is not known, so the pages that were loaded one by one may be wrong too.
      board.show(filter())
      attempt(() => Promise.all([refresh(), load()]))
    },
    event(name, data) {
      board.apply(name, data)
      if (apply(name, data)) soon(load)
      const row = rows.get(data.job.id)
      const job = board.get(data.job.id)
      if (row && job) row.update(job, placeWith({ job: job.id }))
      if (name !== 'job:progress' && name !== 'job:log') soon(refresh)
    },
  })
  setInterval(() => {
    for (const row of rows.values()) row.tick()
    tick()
  }, 1_000)
  setInterval(() => {
    if (document.visibilityState === 'visible') soon(refresh)
  }, POLL_MS)
}

attempt(start)
