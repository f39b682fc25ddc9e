import { EventEmitter } from 'eventemitter3'
import type { Failure } from '../job/failure.js'
import type { JobLogLine } from '../job/job.js'
import type { Progress } from '../job/progress.js'

/** What every event about a job says of it. */
export interface JobReference {
  readonly id: string
  readonly name: string
  readonly queue: string
}

interface JobEvent {
  readonly job: JobReference
}

/** Event names and what listeners receive. They happened in this process. */
export interface NightshiftEvents {
  'job:enqueued': JobEvent
  'job:started': JobEvent & { readonly attempt: number; readonly worker: string }
  'job:progress': JobEvent & { readonly progress: Progress }
  'job:log': JobEvent & { readonly line: JobLogLine }
  'job:completed': JobEvent & { readonly result: unknown; readonly durationMs: number }
  'job:retrying': JobEvent & {
    readonly attempt: number
    readonly delayMs: number
    readonly failure: Failure
  }
  'job:snoozed': JobEvent & { readonly delayMs: number }
  'job:failed': JobEvent & { readonly attempt: number; readonly failure: Failure }
  'job:cancelled': JobEvent & { readonly reason: string }
  /** The worker that ran it died or lost its lease; it runs again, and no attempt is charged. */
  'job:lost': JobEvent & { readonly worker: string }
  'worker:started': { readonly worker: string; readonly queues: readonly string[] }
  'worker:stopped': { readonly worker: string }
  /** Something in the background went wrong; Nightshift goes on. */
  error: { readonly error: Error; readonly during: string }
}

export type EventName = keyof NightshiftEvents
export type Listener<Name extends EventName> = (event: NightshiftEvents[Name]) => void
/** Ends a subscription. */
export type Unsubscribe = () => void

/** Announces what happened. A listener that throws disturbs nobody: it becomes an `error` event. */
export interface EventBus {
  on<Name extends EventName>(name: Name, listener: Listener<Name>): Unsubscribe
  emit<Name extends EventName>(name: Name, event: NightshiftEvents[Name]): void
}

export function createEventBus(): EventBus {
  const emitter = new EventEmitter()

  const report = (error: unknown, during: string) => {
    const event = { error: error instanceof Error ? error : new Error(String(error)), during }
    if (emitter.listenerCount('error') === 0) console.error(`[nightshift] ${during}:`, event.error)
    else bus.emit('error', event)
  }

  const bus: EventBus = {
    on(name, listener) {
      const guarded: Listener<typeof name> = (event) => {
        try {
          listener(event)
        } catch (error) {
          // An error listener that throws must not be told about itself for ever.
          if (name === 'error') console.error('[nightshift] an error listener threw:', error)
          else report(error, `a listener of ${name}`)
        }
      }
      emitter.on(name, guarded)
      return () => emitter.off(name, guarded)
    },
    emit(name, event) {
      const unheard = emitter.listenerCount(name) === 0
      if (name === 'error' && unheard) {
        const { error, during } = event as NightshiftEvents['error']
        console.error(`[nightshift] ${during}:`, error)
      } else if (!unheard) {
        emitter.emit(name, event)
      }
    },
  }
  return bus
}
