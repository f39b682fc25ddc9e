import assert from 'node:assert/strict'
import { MAX_LOG_LINES } from '@nightshift/core'
import { completed, interrupted, logLine } from '../builders.js'
import { type Rule, rule } from '../rule.js'
import { assertSame } from '../same.js'

export const reportRules: readonly Rule[] = [
  rule('report/progress', 'the last progress reads back while the job runs', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const { token } = await worker.claimOne()
    await worker.report({ id, token, progress: '{ "percent": 10 }' })
    assert.equal((await bench.read(id)).progress, '{ "percent": 10 }')
    await worker.report({ id, token, progress: '20' }, { id, token, progress: '30' })
    assert.equal((await bench.read(id)).progress, '30')
    await worker.report({ id, token, logs: [logLine('no progress')] })
    assert.equal((await bench.read(id)).progress, '30')
  }),

  rule('report/progress', 'and after it ended', async (bench) => {
    await bench.enqueue({}, {})
    const worker = await bench.worker()
    const first = await worker.claimOne()
    await worker.report({ id: first.id, token: first.token, progress: '60' })
    await worker.settle(completed(first))
    assert.equal((await bench.read(first.id)).progress, '60')
    const second = await worker.claimOne()
    await worker.report({ id: second.id, token: second.token, progress: '60' })
    await worker.settle(completed(second, undefined, { progress: '100' }))
    assert.equal((await bench.read(second.id)).progress, '100', 'the settlement may bring the last')
  }),

  rule('report/logs', 'lines are kept in order, from reports and settlements', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const job = await worker.claimOne()
    const lines = [
      { at: 5, level: 'debug', message: 'first “one” 😀' },
      { at: 3, level: 'warn', message: 'earlier on a crooked clock', data: '{ "a": 1.0 }' },
      { at: 7, level: 'error', message: '' },
      { at: 9, level: 'info', message: 'last' },
    ] as const
    await worker.report({ id, token: job.token, logs: lines.slice(0, 2) })
    await worker.settle({ ...interrupted(job), logs: lines.slice(2, 3) })
    await worker.settle(completed(await worker.claimOne(), undefined, { logs: lines.slice(3) }))
    assertSame((await bench.trail(id)).logs, lines)
  }),

  rule(
    'report/logs',
    `at most ${MAX_LOG_LINES} lines are kept, the rest is counted`,
    async (bench) => {
      const { id } = await bench.enqueueOne()
      const worker = await bench.worker()
      const job = await worker.claimOne()
      const { token } = job
      const lines = (count: number, word: string) =>
        Array.from({ length: count }, (_, index) => logLine(`${word} ${index}`))
      await worker.report({ id, token, logs: lines(MAX_LOG_LINES - 3, 'early') })
      await worker.report({ id, token, logs: lines(5, 'edge') })
      await worker.settle(completed(job, undefined, { logs: lines(4, 'late') }))
      const { logs, logsDropped } = await bench.trail(id)
      assert.equal(logs.length, MAX_LOG_LINES)
      assert.equal(logs.at(-1)?.message, 'edge 2')
      assert.equal(logsDropped, 6)
    },
  ),

  rule('report/fenced', 'a report by anyone but the holder changes nothing', async (bench) => {
    const { id } = await bench.enqueueOne()
    const [holder, stranger] = [await bench.worker(), await bench.worker()]
    const stale = await holder.claimOne()
    await stranger.report({ id, token: stale.token, progress: '1', logs: [logLine('stranger')] })
    await holder.settle(interrupted(stale))
    await holder.report({ id, token: stale.token, progress: '2', logs: [logLine('nobody’s')] })
    const fresh = await holder.claimOne()
    await holder.report({ id, token: stale.token, progress: '3', logs: [logLine('stale')] })
    assert.equal((await bench.read(id)).progress, undefined)
    await holder.turn({
      settle: [completed(fresh)],
      report: [{ id, token: fresh.token, progress: '4', logs: [logLine('too late')] }],
    })
    assert.equal((await bench.read(id)).progress, undefined, 'settling comes first')
    const { logs, logsDropped } = await bench.trail(id)
    assertSame({ logs, logsDropped }, { logs: [], logsDropped: 0 })
  }),

  rule(
    'report/steps',
    'a durable step’s result comes with every later claim of the job',
    async (bench) => {
      const { id } = await bench.enqueueOne()
      const worker = await bench.worker()
      const job = await worker.claimOne()
      assert.equal(job.steps, undefined)
      const { token } = job
      await worker.report({ id, token, steps: { fetch: '{ "a": 1.0 }' } })
      await worker.report({ id, token, steps: { parse: '2', 'ö "x"': 'null' } })
      const steps = { fetch: '{ "a": 1.0 }', parse: '2', 'ö "x"': 'null' }
      await worker.settle(interrupted(job))
      const again = await worker.claimOne()
      assertSame(again.steps, steps)
      assertSame((await bench.trail(id)).steps, steps)
      await worker.close()
      const [recovered] = await (await bench.worker()).recover()
      assertSame(recovered?.steps, steps, 'also when it is recovered')
    },
  ),

  rule('report/fenced', 'nor does a step of a former holder', async (bench) => {
    const { id } = await bench.enqueueOne()
    const worker = await bench.worker()
    const stale = await worker.claimOne()
    await worker.settle(interrupted(stale))
    await worker.report({ id, token: stale.token, steps: { late: '1' } })
    assert.equal((await worker.claimOne()).steps, undefined)
  }),
]
