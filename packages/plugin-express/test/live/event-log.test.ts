import { describe, expect, it } from 'vitest'
import { createEventLog, type EventLogOptions } from '../../src/live/event-log.js'

const JOB = { id: 'a', name: 'greet', queue: 'post' }

function logAt(options: Partial<EventLogOptions> = {}) {
  const time = { now: 0 }
  const log = createEventLog({
    epoch: 'e1',
    maxEvents: 3,
    maxAgeMs: 1_000,
    maxCharacters: 10_000,
    now: () => time.now,
    ...options,
  })
  const add = (times: number, facts = {}) => {
    for (let count = 0; count < times; count += 1) log.append('job:log', JOB, facts)
  }
  return { log, time, add }
}

describe('the log of events', () => {
  it('gives every event it keeps, in order', () => {
    const { log, add } = logAt()
    add(3)
    expect([0, 1, 2].map((sequence) => log.next(sequence))).toMatchObject([
      { sequence: 1 },
      { sequence: 2 },
      { sequence: 3 },
    ])
    expect(log.next(3)).toBe('none')
  })

  it('forgets by number, by age and by size, and says so', () => {
    const byNumber = logAt()
    byNumber.add(4)
    expect(byNumber.log.next(0)).toBe('gone')
    expect(byNumber.log.next(1)).toMatchObject({ sequence: 2 })

    const byAge = logAt()
    byAge.add(2)
    byAge.time.now = 1_001
    expect(byAge.log.next(0)).toBe('gone')
    expect(byAge.log.next(2)).toBe('none')

    const bySize = logAt({ maxCharacters: 2_000 })
    bySize.add(3, { line: 'x'.repeat(900) })
    expect(bySize.log.next(0)).toBe('gone')
    expect(bySize.log.next(2)).toMatchObject({ sequence: 3 })
  })

  it('knows its own ids and no others', () => {
    const { log, add } = logAt()
    add(2)
    expect(log.sequenceOf(log.idOf(2))).toBe(2)
    for (const id of ['e1-3', 'e2-1', 'e1-', 'e1-1.5', ' e1-1', 'e1--1', '']) {
      expect(log.sequenceOf(id), id).toBeUndefined()
    }
  })

  it('cannot be made to forge a field or an event', () => {
    const { log } = logAt()
    log.append(
      'job:log',
      { ...JOB, name: 'a\nevent: evil' },
      { line: 'x\r\n\r\ndata: evil\u2028\0' },
    )
    const event = log.next(0)
    const text = typeof event === 'object' ? event.text : ''
    expect(text.split(/\r\n|\r|\n/)).toHaveLength(5)
    expect(text).not.toContain('\0')
  })
})
