import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  /** The last line, as JSON. */
  readonly summary: Record<string, number>
}

/** The built example as a person starts it. */
export interface Program {
  /** Where its page is. */
  readonly url: Promise<string>
  readonly ended: Promise<Ended>
  kill(): void
}

export function start(dataFolder: string, ...args: readonly string[]): Program {
  const fixed = ['--exit', '--port', '0', '--data', dataFolder, '--threads', '2']
  const child = spawn(process.execPath, [MAIN, ...fixed, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { url: pageAddress(child), ended: ending(child), kill: () => child.kill('SIGKILL') }
}

async function pageAddress(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream })
  for await (const line of lines) {
    const address = /The page is at (\S+)/.exec(line)
    if (address) return address[1] as string
  }
  throw new Error('The program ended without saying where its page is.')
}

async function ending(child: ChildProcess): Promise<Ended> {
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  const [code, signal] = await once(child, 'close')
  const last = output.trim().split('\n').at(-1) ?? ''
  return { code, signal, output, summary: last.startsWith('{') ? JSON.parse(last) : {} }
}
