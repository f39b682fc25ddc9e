import type { JobReference } from '@nightshift/core'
import type { JobEventName } from './facts.js'

/** An event that happened, written out once for everybody who follows. */
export interface LoggedEvent {
  readonly sequence: number
  readonly at: number
  readonly name: JobEventName
  readonly job: JobReference
  /** One block of an event stream. */
  readonly text: string
}

export interface EventLogOptions {
  /** Tells this log's ids from those of any other. */
  readonly epoch: string
  readonly maxEvents: number
  readonly maxAgeMs: number
  /** Of `text`, all events together. */
  readonly maxCharacters: number
  now(): number
}

/** The newest events, so that whoever was away for a moment misses none. */
export interface EventLog {
  append(name: JobEventName, job: JobReference, facts: object): void
  /** The event after a sequence; `'none'` yet, or `'gone'` because it is too old. */
  next(sequence: number): LoggedEvent | 'gone' | 'none'
  latest(): number
  idOf(sequence: number): string
  /** The sequence an id of this log stands for; `undefined` for every other text. */
  sequenceOf(id: string): number | undefined
}

export function createEventLog(options: EventLogOptions): EventLog {
  const { epoch, maxEvents, maxAgeMs, maxCharacters, now } = options
  const events: LoggedEvent[] = []
  let latest = 0
  let characters = 0

  const idOf = (sequence: number) => `${epoch}-${sequence}`

  const tooMuch = ({ at }: LoggedEvent) =>
    events.length > maxEvents || characters > maxCharacters || now() - at > maxAgeMs

  function forget(): void {
    for (let oldest = events[0]; oldest && tooMuch(oldest); oldest = events[0]) {
      characters -= oldest.text.length
      events.shift()
    }
  }

  return {
    append(name, job, facts) {
      latest += 1
      const at = now()
      const { id, queue } = job
      const data = JSON.stringify({
        at: new Date(at),
        job: { id, name: job.name, queue },
        ...facts,
      })
      // JSON has no line break of its own, so nothing in it can end the field.
      const text = `id: ${idOf(latest)}\nevent: ${name}\ndata: ${data}\n\n`
      events.push({ sequence: latest, at, name, job, text })
      characters += text.length
      forget()
    },
    next(sequence) {
      if (sequence >= latest) return 'none'
      forget()
      const first = events[0]
      if (!first) return 'gone'
      return events[sequence + 1 - first.sequence] ?? 'gone'
    },
    latest: () => latest,
    idOf,
    sequenceOf(id) {
      const [, given, digits] = /^([\w]+)-(\d{1,15})$/.exec(id) ?? []
      const sequence = Number(digits)
      return given === epoch && sequence <= latest ? sequence : undefined
    },
  }
}
