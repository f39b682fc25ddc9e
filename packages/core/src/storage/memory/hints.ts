import type { Hint } from '../contract.js'

/** Tells every handle of the same data what may have changed, once a verb is through. */
export class Hints {
  readonly #listeners = new Set<(hint: Hint) => void>()
  readonly #pending = new Set<Hint>()

  add(hint: Hint): void {
    if (this.#listeners.size > 0) this.#pending.add(hint)
  }

  listen(listener: (hint: Hint) => void): () => void {
    // Wrapped, because one function may listen through several handles.
    const own = (hint: Hint) => listener(hint)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** Later, so that a listener that throws or calls the storage again disturbs no verb. */
  send(): void {
    for (const hint of this.#pending) {
      for (const listener of this.#listeners) queueMicrotask(() => listener(hint))
    }
    this.#pending.clear()
  }
}
