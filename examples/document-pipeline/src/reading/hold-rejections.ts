import { setImmediate } from 'node:timers/promises'

type Listener = NodeJS.UnhandledRejectionListener

let holding = 0
let hosts: readonly Listener[] = []
let isOurs: (reason: unknown) => boolean = () => false

/**
 * Runs work of a library that leaves rejected promises behind, as pdf.js does when it fetches the
 * pages of a damaged file ahead: in Node each would end the process. Only rejections that `belongs`
 * recognises are dropped; all others go where they would have gone.
 */
export async function holdRejections<T>(
  belongs: (reason: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  begin(belongs)
  try {
    return await work()
  } finally {
    // Node reports a rejection after the current turn.
    await setImmediate()
    end()
  }
}

function begin(belongs: (reason: unknown) => boolean): void {
  holding++
  if (holding > 1) return
  isOurs = belongs
  hosts = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', sortOut)
}

function end(): void {
  holding--
  if (holding > 0) return
  process.off('unhandledRejection', sortOut)
  for (const host of hosts) process.on('unhandledRejection', host)
}

const sortOut: Listener = (reason, promise) => {
  if (isOurs(reason)) return
  if (hosts.length === 0) throw reason
  for (const host of hosts) host(reason, promise)
}
