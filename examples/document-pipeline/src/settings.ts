import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** The repository, whose installed packages and own texts are what there is to read by default. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))

export interface Settings {
  /** Files and folders of the user; none means the documents of the installed packages. */
  readonly paths: readonly string[]
  /** End when every document reached a final state; else go on serving. */
  readonly afterwards: 'serve' | 'exit'
  /** Where jobs, knowledge base and samples are kept. */
  readonly dataFolder: string
  /** 0 takes any free port. */
  readonly port: number
  /** Most documents taken from the installed packages. */
  readonly limit: number
  /** Documents read at once, each in a thread of its own. */
  readonly threads: number
}

export const USAGE = `Usage: npm start -- [options] [PATH…]

Reads documents (PDF, DOCX, HTML, Markdown, text) into a searchable knowledge base.
PATH is a file or a folder; without one, the documents that ship with the installed
packages are read.

  --exit         end when every document is done, with one line of JSON at the end
  --data DIR     where jobs and knowledge base are kept (default: .data/document-pipeline in the repository)
  --port N       where the page is served (default 8300; another one if it is taken)
  --limit N      most documents taken from the installed packages (default 1000)
  --threads N    documents read at once (default: one for each core)
  --help         this text`

/** @throws Error with a sentence for the terminal when an argument is not understood */
export function readSettings(args: readonly string[]): Settings | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      exit: { type: 'boolean', default: false },
      data: { type: 'string', default: join(REPOSITORY, '.data', 'document-pipeline') },
      port: { type: 'string', default: '8300' },
      limit: { type: 'string', default: '1000' },
      threads: { type: 'string', default: String(availableParallelism()) },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    paths: positionals.map((path) => resolve(path)),
    afterwards: values.exit ? 'exit' : 'serve',
    dataFolder: resolve(values.data),
    port: wholeNumber('--port', values.port, 0, 65_535),
    limit: wholeNumber('--limit', values.limit, 1, 100_000),
    threads: wholeNumber('--threads', values.threads, 1, 64),
  }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new Error(`${option} must be a whole number from ${least} to ${most}, not "${text}".`)
}
