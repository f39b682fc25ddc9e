import { button, byId, element, mark, say } from './element.js'
import { amount, capital } from './format.js'

const STATES = ['running', 'queued', 'completed', 'failed', 'cancelled']

/** @typedef {{ name: string, counts: Record<string, number> }} Queue */

/**
 * Tabs per state and chips per queue, with numbers.
 * @param {(change: { state?: string | undefined } | { queue?: string | undefined }) => void} choose
 */
export function createFilters(choose) {
  const states = byId('states')
  const queues = byId('queues')
  const tabs = [undefined, ...STATES].map((state) => {
    const count = element('span', { class: 'count' })
    const tab = button('', () => choose({ state }), { class: 'tab', 'data-state': state ?? 'all' })
    tab.append(element('span', {}, capital(state ?? 'all')), count)
    states.append(tab)
    return { tab, count, state }
  })

  /** @param {Queue[]} all @param {string | undefined} selected */
  function showQueues(all, selected) {
    queues.hidden = all.length < 2
    const names = [undefined, ...all.map(({ name }) => name)]
    if (queues.children.length !== names.length) {
      queues.replaceChildren(
        ...names.map((name) =>
          button(name ?? 'All queues', () => choose({ queue: name }), { class: 'chip' }),
        ),
      )
    }
    names.forEach((name, index) => {
      const chip = queues.children[index]
      if (chip) mark(chip, 'aria-pressed', String(name === selected))
    })
  }

  return {
    /** @param {Queue[]} all @param {import('./board.js').Filter} filter */
    update(all, filter) {
      const counted = all.filter(({ name }) => filter.queue === undefined || name === filter.queue)
      for (const { tab, count, state } of tabs) {
        const wanted = state === undefined ? STATES : [state]
        const total = counted
          .flatMap(({ counts }) => wanted.map((each) => counts[each] ?? 0))
          .reduce((sum, each) => sum + each, 0)
        say(count, amount(total))
        mark(tab, 'aria-pressed', String(filter.state === state))
      }
      showQueues(all, filter.queue)
    },
  }
}
