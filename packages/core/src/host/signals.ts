const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** The first signal stops gracefully; a second one ends the process at once. Returns the undoing. */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  let asked = false
  const listener = (signal: NodeJS.Signals) => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143)
    asked = true
    void stop()
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}
