import { expect } from 'vitest'
import { EVENT_WINDOW_MS } from '../../src/contract.js'
import { type Bench, completed, failed, returned } from '../bench.js'
import type { Rule } from './rule.js'

async function eventsSince(bench: Bench, after: number) {
  const found: { type: string; job?: string | undefined; sequence: number }[] = []
  let page = await bench.storage.events({ after, limit: 3 })
  while (page.events.length > 0) {
    found.push(...page.events.map(({ type, job, sequence }) => ({ type, job: job?.id, sequence })))
    page = await bench.storage.events({ after: found.at(-1)?.sequence ?? after, limit: 3 })
  }
  return found
}

export function watchingRules(rule: Rule): void {
  rule('event/silent', 'while nobody listens, none is written', async (bench) => {
    await bench.enqueueOne()
    const { sequence, events } = await bench.storage.events({ limit: 9 })
    await bench.enqueueOne()
    await bench.storage.publish([{ type: 'health:changed' }])
    expect([await bench.storage.events({ after: sequence, limit: 9 }), events]).toEqual([
      { sequence, events: [], reset: false },
      [],
    ])
  })

  rule('event/ordered', 'every move while observed, in order, without a gap', async (bench) => {
    await bench.storage.observe()
    const { sequence } = await bench.storage.events({ limit: 0 })
    const worker = await bench.worker()
    const [first, second] = await bench.enqueue({ tenant: 't' }, {})
    const [one, two] = await worker.claim(2)
    if (one && two) await worker.settle(completed(one), returned(two, 'failed', 0))
    const [again] = await worker.claim(1)
    if (again) await worker.turn({ report: [{ ...again, progress: '5' }] })
    if (again) await worker.settle(failed(again))
    await bench.storage.publish([{ type: 'health:changed', data: '{"ok":true}', tenant: 'x' }])
    const found = await eventsSince(bench, sequence)
    expect(found.map(({ sequence: number }) => number)).toEqual(
      found.map((_, index) => sequence + 1 + index),
    )
    expect(found.map(({ type, job }) => [type, job])).toEqual([
      ['job:enqueued', first?.id],
      ['job:enqueued', second?.id],
      ['job:started', first?.id],
      ['job:started', second?.id],
      ['job:completed', first?.id],
      ['job:retrying', second?.id],
      ['job:started', second?.id],
      ['job:progress', second?.id],
      ['job:failed', second?.id],
      ['health:changed', undefined],
    ])
    const page = await bench.storage.events({ after: sequence, limit: 1 })
    const job = { id: first?.id, name: 'send', queue: 'default' }
    expect(page.events).toEqual([
      { sequence: sequence + 1, at: bench.clock.now(), type: 'job:enqueued', job, tenant: 't' },
    ])
  })

  rule('event/reset', 'after a sequence beyond the window', async (bench) => {
    await bench.storage.observe()
    const { sequence } = await bench.storage.events({ limit: 0 })
    for (let minute = 0; minute < 12; minute += 1) {
      await bench.enqueueOne()
      await bench.storage.observe()
      bench.clock.advance(60_000)
    }
    expect((await bench.storage.events({ after: sequence, limit: 9 })).reset).toBe(true)
    const late = await bench.storage.events({ after: sequence + 8, limit: 9 })
    expect([late.reset, late.events.length]).toEqual([false, 4])
    expect((await bench.storage.events({ after: sequence + 999, limit: 9 })).reset).toBe(true)
  })

  rule('event/reset', 'after a time in which nobody listened', async (bench) => {
    await bench.storage.observe()
    await bench.enqueueOne()
    const { sequence } = await bench.storage.events({ limit: 0 })
    bench.clock.advance(EVENT_WINDOW_MS)
    await bench.enqueueOne()
    await bench.storage.observe()
    expect((await bench.storage.events({ after: sequence, limit: 9 })).reset).toBe(true)
  })

  rule('audit/kept', 'newest first, page by page', async (bench) => {
    const entry = (number: number) => ({ who: 'ann', action: 'retry', target: `job ${number}` })
    await bench.storage.audit([entry(1), { ...entry(2), why: 'asked', detail: '{"a":1}', at: 5 }])
    bench.clock.advance(10)
    await bench.storage.audit([entry(3)])
    const first = await bench.storage.auditLog({ limit: 2 })
    expect(first.entries).toEqual([
      { ...entry(3), at: bench.clock.now() },
      { ...entry(2), why: 'asked', detail: '{"a":1}', at: 5 },
    ])
    const rest = await bench.storage.auditLog({ limit: 2, cursor: first.cursor as string })
    expect(rest).toEqual({ entries: [{ ...entry(1), at: bench.clock.now() - 10 }] })
  })
}
