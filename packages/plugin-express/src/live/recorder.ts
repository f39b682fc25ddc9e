import type { NightshiftEvents } from '@nightshift/core'
import type { Host } from '../host.js'
import type { EventLog } from './event-log.js'
import { factsOf, JOB_EVENTS, type JobEventName } from './facts.js'
import { createProgressGate } from './progress-gate.js'

/** Ten updates a second and job are more than an eye can follow. */
const PROGRESS_INTERVAL_MS = 100

/** Writes what happens to jobs into a log, until the returned function is called. */
export function record(host: Pick<Host, 'on'>, log: EventLog, changed: () => void): () => void {
  const write = <Name extends JobEventName>(name: Name, event: NightshiftEvents[Name]) => {
    log.append(name, event.job, factsOf(name, event))
    changed()
  }
  const gate = createProgressGate<NightshiftEvents['job:progress']>(PROGRESS_INTERVAL_MS, (event) =>
    write('job:progress', event),
  )
  const listen = <Name extends JobEventName>(name: Name) =>
    host.on(name, (event) => {
      gate.flush(event.job.id)
      write(name, event)
    })

  const stops = [
    host.on('job:progress', (event) => gate.offer(event.job.id, event)),
    ...JOB_EVENTS.filter((name) => name !== 'job:progress').map((name) => listen(name)),
  ]
  return () => {
    for (const stop of stops) stop()
    gate.close()
  }
}
