import { address } from './api.js'

export const JOB_EVENTS = [
  'job:enqueued',
  'job:started',
  'job:progress',
  'job:log',
  'job:completed',
  'job:retrying',
  'job:snoozed',
  'job:failed',
  'job:cancelled',
  'job:lost',
]

const AGAIN_MS = 5_000

/**
 * Follows the server's events. The browser reconnects by itself and names the last event it saw;
 * only where it gives up (the server refused) is a new stream opened here.
 * @param {{
 *   event(name: string, data: any): void,
 *   reload(): void,
 *   connection(state: 'connecting' | 'live' | 'lost'): void,
 * }} listener
 */
export function followEvents(listener) {
  const source = new EventSource(address('events'))
  source.addEventListener('ready', (message) => {
    listener.connection('live')
    if (!JSON.parse(message.data).resumed) listener.reload()
  })
  source.addEventListener('reset', () => {
    listener.connection('live')
    listener.reload()
  })
  for (const name of JOB_EVENTS) {
    source.addEventListener(name, (message) => listener.event(name, JSON.parse(message.data)))
  }
  source.addEventListener('error', () => {
    listener.connection('lost')
    if (source.readyState === EventSource.CLOSED) setTimeout(() => followEvents(listener), AGAIN_MS)
  })
}
