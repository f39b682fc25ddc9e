/** Lets a job's progress through at a bounded pace; the last one always gets through. */
export interface ProgressGate<Update> {
  offer(jobId: string, update: Update): void
  /** Lets through what is held back: the job goes on to something else. */
  flush(jobId: string): void
  close(): void
}

interface Held<Update> {
  update?: Update
  readonly timer: NodeJS.Timeout
}

/** At most one update of a job per `intervalMs`; a newer one replaces what is held back. */
export function createProgressGate<Update>(
  intervalMs: number,
  pass: (update: Update) => void,
): ProgressGate<Update> {
  const held = new Map<string, Held<Update>>()

  function pause(jobId: string): void {
    const timer = setTimeout(() => {
      const update = held.get(jobId)?.update
      held.delete(jobId)
      if (update === undefined) return
      pass(update)
      pause(jobId)
    }, intervalMs).unref()
    held.set(jobId, { timer })
  }

  return {
    offer(jobId, update) {
      const waiting = held.get(jobId)
      if (waiting) {
        waiting.update = update
      } else {
        pass(update)
        pause(jobId)
      }
    },
    flush(jobId) {
      const waiting = held.get(jobId)
      if (!waiting) return
      clearTimeout(waiting.timer)
      held.delete(jobId)
      if (waiting.update !== undefined) pass(waiting.update)
    },
    close() {
      for (const { timer } of held.values()) clearTimeout(timer)
      held.clear()
    },
  }
}
