import { describe, expect, it } from 'vitest'
import { createNightshift, defineJob, memoryStorage } from '../src/index.js'

const job = defineJob({ name: 'job', run: () => {} })
const storage = memoryStorage()

describe('a mistake in the set-up stops the host with a code and a remedy', () => {
  it.each([
    ['INVALID_DEFINITION', () => defineJob({ name: 'with space', run: () => {} })],
    ['INVALID_DEFINITION', () => defineJob({ name: 'no-run' } as never)],
    ['INVALID_PRIORITY', () => defineJob({ name: 'job', priority: 'urgent' as never, run() {} })],
    ['INVALID_DURATION', () => defineJob({ name: 'job', timeout: 'soon' as never, run() {} })],
    ['DUPLICATE_DEFINITION', () => createNightshift({ storage, jobs: [job, job] })],
    [
      'INVALID_QUEUE',
      () => createNightshift({ storage, jobs: [job], queues: { q: { concurrency: 0 } } }),
    ],
    ['INVALID_DURATION', () => createNightshift({ storage, jobs: [job], worker: { lease: -1 } })],
    ['UNSUPPORTED_STORAGE', () => createNightshift({ storage: {} as never, jobs: [job] })],
  ])('%s', (code, setUp) => {
    expect(setUp).toThrow(expect.objectContaining({ name: 'NightshiftError', code }))
  })
})
