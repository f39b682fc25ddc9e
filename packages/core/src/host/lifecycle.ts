import type { Storage } from '../storage/contract.js'
import type { Worker } from '../worker/worker.js'
import { stopOnSignals } from './signals.js'

/** What came up and what did not. */
export interface StartReport {
  readonly success: boolean
  readonly started: readonly string[]
  readonly errors: readonly { readonly part: string; readonly error: Error }[]
}

export interface Lifecycle {
  start(): Promise<StartReport>
  stop(withinMs: number): Promise<void>
  drain(withinMs: number): Promise<void>
  /** Tells the worker, if there is one, to look now. */
  wake(): void
}

export interface LifecycleOptions {
  readonly storage: Storage
  readonly signals: boolean
  /** `undefined` where this process only enqueues. */
  readonly createServingWorker: (() => Worker) | undefined
  readonly createDrainingWorker: () => Worker
  readonly stopWithinMs: number
}

/** Starting and stopping, each as often as anybody likes. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { storage, createServingWorker, createDrainingWorker } = options
  let worker: Worker | undefined
  let starting: Promise<StartReport> | undefined
  let stopping: Promise<void> | undefined
  let ignoreSignals = () => {}

  async function bringUp(): Promise<StartReport> {
    await stopping
    try {
      await storage.open()
    } catch (error) {
      // Nothing came up, so the next start() is a first one again.
      starting = undefined
      return { success: false, started: [], errors: [{ part: 'storage', error: error as Error }] }
    }
    worker = createServingWorker?.()
    worker?.start()
    if (options.signals) ignoreSignals = stopOnSignals(() => stop(options.stopWithinMs))
    return { success: true, started: ['storage', ...(worker ? ['worker'] : [])], errors: [] }
  }

  async function bringDown(withinMs: number): Promise<void> {
    await starting
    await worker?.stop(withinMs)
    worker = undefined
    ignoreSignals()
    await storage.close()
    starting = undefined
    stopping = undefined
  }

  function stop(withinMs: number): Promise<void> {
    stopping ??= bringDown(withinMs)
    return stopping
  }

  return {
    start() {
      starting ??= bringUp()
      return starting
    },
    stop,
    async drain(withinMs) {
      if (worker) return worker.idle()
      await storage.open()
      const own = createDrainingWorker()
      own.start()
      await own.idle()
      await own.stop(withinMs)
    },
    wake: () => worker?.wake(),
  }
}
