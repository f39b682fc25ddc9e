import { setMaxListeners } from 'node:events'

/** An AbortController that is only made when somebody asks for its signal: most handlers never do. */
export interface Abortion {
  signal(): AbortSignal
  abort(reason: Error): void
  throwIfAborted(): void
}

export function createAbortion(): Abortion {
  let controller: AbortController | undefined
  let reason: Error | undefined

  return {
    signal() {
      if (!controller) {
        controller = new AbortController()
        // A handler that fans out listens once for each item; that is no leak.
        setMaxListeners(0, controller.signal)
        if (reason) controller.abort(reason)
      }
      return controller.signal
    },
    abort(why) {
      reason ??= why
      controller?.abort(reason)
    },
    throwIfAborted() {
      if (reason) throw reason
    },
  }
}
