import type { RedisClient } from './connection.js'
import type { Hint } from './contract.js'
import type { Keys } from './keys.js'

const HINTS: ReadonlySet<string> = new Set<Hint>(['work', 'signals', 'events', 'schedules'])
const isHint = (text: string): text is Hint => HINTS.has(text)

/** How often a connection that only listens proves that it is alive. */
const PING_MS = 5_000

export interface HintReceiver {
  on(listener: (hint: Hint) => void): () => void
  close(): void
}

/** Listens on a connection of its own, from the first listener on. Lost hints do no harm. */
export function createHintReceiver(connect: () => RedisClient, keys: Keys): HintReceiver {
  const listeners = new Set<(hint: Hint) => void>()
  let client: RedisClient | undefined
  let pinging: NodeJS.Timeout | undefined

  function start(): RedisClient {
    const subscriber = connect()
    subscriber.on('error', () => {})
    subscriber.on('ready', () => {
      subscriber.subscribe(keys.hints).catch(() => {})
      // Whatever was missed while there was no connection: look everywhere once.
      for (const hint of HINTS) tell(hint)
    })
    subscriber.on('message', (_channel: string, text: string) => tell(text))
    void subscriber.connect().catch(() => {})
    pinging = setInterval(() => prove(subscriber), PING_MS)
    pinging.unref()
    return subscriber
  }

  function tell(text: string): void {
    if (isHint(text)) for (const listener of [...listeners]) listener(text)
  }

  return {
    on(listener) {
      listeners.add(listener)
      client ??= start()
      return () => listeners.delete(listener)
    },
    close() {
      clearInterval(pinging)
      client?.disconnect()
      client = undefined
      listeners.clear()
    },
  }
}

/** A half-open connection never says so: it has to be asked. */
function prove(client: RedisClient): void {
  if (client.status !== 'ready' || 'nodes' in client) return
  const timer = setTimeout(() => client.disconnect(true), PING_MS)
  timer.unref()
  client.ping().then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  )
}
