import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** Beside the drivers, which a process started from there must find. */
const BUILT = here(`../../node_modules/.test-process/${process.pid}`)
/** A worker that hangs is ended, and its test fails, before the test's own time is over. */
const LONGEST_RUN_MS = 45_000

/** Makes one file of the worker, because Node cannot run its TypeScript. */
export async function buildWorker(): Promise<string> {
  await buildInto({ worker: here('worker.ts') })
  return join(BUILT, 'worker.js')
}

/** Makes of the package what is published of it; returns the path of its main file. */
export async function buildPackage(): Promise<string> {
  await buildInto({
    index: here('../../src/index.ts'),
    heartbeat: here('../../src/heartbeat.ts'),
  })
  return join(BUILT, 'index.js')
}

const buildInto = (entry: Record<string, string>): Promise<void> =>
  build({
    entry,
    outDir: BUILT,
    format: 'esm',
    target: 'node20.19',
    config: false,
    silent: true,
    splitting: false,
    noExternal: [/@nightshift/],
    esbuildOptions(options) {
      options.alias = { '@nightshift/core': here('../../../core/src/index.ts') }
    },
  })

export const removeBuilt = (): void => rmSync(BUILT, { recursive: true, force: true })

/** What processes said they did. */
export interface Told {
  readonly stored: string[]
  readonly claimed: string[]
  readonly completed: string[]
}

export const nothingTold = (): Told => ({ stored: [], claimed: [], completed: [] })

/** Runs a worker to its end, or kills it in the midst of its work after so many lines. */
export async function run(
  worker: string,
  task: 'churn' | 'drain',
  file: string,
  told: Told,
  killAfterLines = Number.POSITIVE_INFINITY,
): Promise<number | null> {
  const child = spawn(process.execPath, [worker, task, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LONGEST_RUN_MS,
  })
  let lines = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [what, id] = line.split(' ') as [keyof Told, string]
    told[what].push(id)
    lines += 1
    if (lines === killAfterLines) child.kill('SIGKILL')
  })
  const [code] = await once(child, 'close')
  return code as number | null
}
