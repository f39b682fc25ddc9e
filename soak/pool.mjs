import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const WORKER = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** Keeps a number of worker processes alive, however many are killed. */
export function createPool(size, settings) {
  const members = new Set()
  const errors = []
  let open = true

  const recruit = () => {
    const child = spawn(process.execPath, [WORKER], {
      env: { ...process.env, NIGHTSHIFT_SOAK: JSON.stringify(settings) },
      stdio: ['ignore', 'inherit', 'pipe'],
    })
    child.stderr.setEncoding('utf8').on('data', (text) => errors.push(text))
    child.once('exit', () => {
      members.delete(child)
      if (open) recruit()
    })
    members.add(child)
  }
  for (let index = 0; index < size; index++) recruit()

  return {
    members: () => [...members],
    errors: () => errors.join(''),
    async close() {
      open = false
      const gone = [...members].map(
        (child) => new Promise((resolve) => child.once('exit', resolve)),
      )
      for (const child of members) child.kill('SIGTERM')
      await Promise.all(gone)
    },
  }
}
