import { beforeEach, describe, expect, it, vi } from 'vitest'

interface ShownJob {
  readonly id: string
  readonly queue: string
  readonly state: string
  readonly label: string
}
interface Page {
  readonly items: readonly ShownJob[]
  readonly cursor?: string
}
interface Board {
  jobs(): ShownJob[]
  cursor(): string | undefined
  show(filter: { state?: string; queue?: string }): void
  renew(page: Page, running: readonly ShownJob[]): void
  extend(page: Page): void
  apply(name: string, data: object): void
}

// The page's scripts are JavaScript, checked by the tsconfig of their own folder.
const { createBoard } = await vi.importActual<{ createBoard(): Board }>('../../src/page/board.js')

const job = (id: string, state = 'queued'): ShownJob => ({ id, queue: 'post', state, label: state })
const ids = (board: Board) => board.jobs().map(({ id }) => id)

let board: Board
beforeEach(() => {
  board = createBoard()
})

describe('the board', () => {
  it('puts new jobs first and leaves the pages below alone', () => {
    board.renew({ items: [job('d'), job('c')], cursor: 'c' }, [])
    board.extend({ items: [job('b'), job('a')] })
    board.renew({ items: [job('e'), job('d')], cursor: 'd' }, [])
    expect(ids(board)).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(board.cursor()).toBeUndefined()
  })

  it('has on top what runs, from pages that are not loaded too, until it no longer runs', () => {
    const board = createBoard()
    board.renew({ items: [job('d'), job('c')], cursor: 'c' }, [job('a', 'running')])
    expect(board.jobs().map(({ id }) => id)).toEqual(['a', 'd', 'c'])
    board.renew({ items: [job('d'), job('c')], cursor: 'c' }, [job('b', 'running')])
    expect(board.jobs().map(({ id }) => id)).toEqual(['b', 'd', 'c'])
    expect(board.cursor()).toBe('c')
    board.extend({ items: [job('b'), job('a')] })
    board.renew({ items: [job('d'), job('c')], cursor: 'c' }, [])
    expect(board.jobs().map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
  })

  it('drops what the newest page no longer has', () => {
    board.renew({ items: [job('c'), job('b'), job('a')] }, [])
    board.renew({ items: [job('c'), job('a')] }, [])
    expect(ids(board)).toEqual(['c', 'a'])
  })

  it('moves a job through its life as the events tell', () => {
    const labels: string[] = []
    const at = '2030-01-01T00:00:00.000Z'
    board.renew({ items: [job('a')] }, [])
    for (const [name, facts] of [
      ['job:started', { attempt: 1, worker: 'w' }],
      ['job:progress', { progress: { percent: 5, stepsDone: [] } }],
      ['job:retrying', { failure: { code: 'X', message: 'no' }, delayMs: 1_000 }],
      ['job:started', { attempt: 2, worker: 'w' }],
      ['job:lost', { worker: 'w' }],
      ['job:snoozed', { delayMs: 1_000 }],
      ['job:failed', { failure: { code: 'X', message: 'no' } }],
      ['job:cancelled', { reason: 'enough' }],
      ['job:completed', { durationMs: 1 }],
    ] as const) {
      board.apply(name, { at, job: { id: 'a' }, ...facts })
      labels.push(board.jobs()[0]?.label as string)
    }
    expect(labels).toEqual([
      'running',
      'running',
      'retrying',
      'running',
      'queued',
      'scheduled',
      'failed',
      'cancelled',
      'completed',
    ])
  })

  it('drops a job that leaves the state that is shown, and knows no others', () => {
    board.show({ state: 'running' })
    board.renew({ items: [job('a', 'running'), job('b', 'running')] }, [])
    board.apply('job:completed', { at: '2030-01-01T00:00:00.000Z', job: { id: 'a' } })
    board.apply('job:started', { job: { id: 'elsewhere' } })
    expect(ids(board)).toEqual(['b'])
  })
})
