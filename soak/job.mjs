import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineJob } from '@nightshift/core'

/**
 * A job whose effect is a line in a file that neither storage nor core knows of: the referee must
 * not share a fault with the accused.
 */
export const createEffect = (effects) =>
  defineJob({
    name: 'effect',
    retry: { retries: 3 },
    async run(_input, context) {
      await sleep(2 + Math.random() * 12)
      context.signal.throwIfAborted()
      appendFileSync(
        effects,
        `${JSON.stringify({ id: context.id, pid: process.pid, at: Date.now() })}\n`,
      )
    },
  })
