import { describe, expect, it } from 'vitest'
import { defineJob } from '../../src/index.js'
import { createHost } from '../host.js'

const note = defineJob({ name: 'note', queue: 'notes', run: () => {} })
const other = defineJob({ name: 'other', run: () => {} })

describe('enqueueing into a full queue', () => {
  it('is refused with what to do, and callers of the same tick are not refused with it', async () => {
    const { nightshift, storage } = createHost([note, other])
    await storage.defineQueue('notes', { maxLength: 1 })
    const answers = await Promise.allSettled([
      nightshift.enqueue(note),
      nightshift.enqueue(note),
      nightshift.enqueue(other),
    ])
    expect(answers).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'QUEUE_FULL' } },
      { status: 'fulfilled' },
    ])
    expect((await nightshift.jobs.count()).queued).toBe(2)
  })
})

describe('two different ids that meet in their first 63 bits', () => {
  it('are nobody’s problem: the later job gets another one', async () => {
    // Without random bits and with a clock that stands still, a second host repeats the first's ids.
    const first = createHost([note], { randomBytes: (size) => new Uint8Array(size).fill(1) })
    let call = 0
    const second = createHost([note], {
      clock: first.clock,
      storage: first.storage,
      randomBytes: (size) => new Uint8Array(size).fill(call++ === 0 ? 1 : 2),
    })
    const one = await first.nightshift.enqueue(note)
    const two = await second.nightshift.enqueue(note)
    expect(two.id.slice(0, 13)).not.toBe(one.id.slice(0, 13))
    expect((await first.nightshift.jobs.count()).queued).toBe(2)
  })
})
