import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, sqliteStorage } from '@nightshift/adapter-sqlite'
import { createNightshift, type Nightshift } from '@nightshift/core'
import {
  type FoundDocument,
  findDocuments,
  installedDocuments,
  type Unreadable,
} from './discovery/index.js'
import { createImportDocument } from './import/import-document.js'
import { startRun } from './import/run.js'
import { summarise } from './import/summary.js'
import { openKnowledgeBase } from './knowledge/index.js'
import { writeSamples } from './samples/index.js'
import { REPOSITORY, readSettings, type Settings, USAGE } from './settings.js'
import { showProgress } from './terminal/progress.js'
import { reportText } from './terminal/report.js'
import { openReadingPool } from './thread/reading-pool.js'
import { serve } from './web/server.js'

async function main(args: readonly string[]): Promise<number> {
  const settings = readSettings(args)
  if (settings === 'help') {
    console.log(USAGE)
    return 0
  }
  const started = performance.now()
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 })
  const database = openDatabase(join(settings.dataFolder, 'knowledge.db'))
  const knowledge = openKnowledgeBase(database)
  const pool = openReadingPool(settings.threads)
  const importDocument = createImportDocument({ pool, knowledge })
  const nightshift = createNightshift({
    storage: sqliteStorage({ file: join(settings.dataFolder, 'jobs.db') }),
    jobs: [importDocument],
    queues: { documents: { concurrency: settings.threads * 2 } },
  })
  const server = await serve({ nightshift, knowledge, port: settings.port })
  console.error(`The page is at ${server.url}`)

  const close = async () => {
    await server.close()
    await nightshift.stop({ within: '10s' })
    await pool.close()
    database.close()
  }
  stopOnSignal(close)

  const files = await collect(settings)
  const bars = showProgress(nightshift)
  const run = await startRun({ nightshift, importDocument, knowledge, files })
  bars.expect(files.length, run.known)
  // Only now: a job left from an earlier start that ended while the files are being looked through
  // would free its dedup key, and its file would be read a second time.
  await startOrExplain(nightshift)
  await run.finished
  bars.stop()

  const summary = summarise(run.documents.values(), performance.now() - started)
  console.log(reportText(summary, run.documents))
  if (settings.afterwards === 'serve') {
    console.error(`Everything is searchable at ${server.url} — Ctrl+C ends it.`)
    return await new Promise<number>(() => {})
  }
  await close()
  console.log(JSON.stringify(summary))
  return 0
}

async function startOrExplain(nightshift: Nightshift): Promise<void> {
  const { errors } = await nightshift.start()
  if (errors[0]) throw errors[0].error
}

async function collect(settings: Settings): Promise<readonly FoundDocument[]> {
  const { paths, dataFolder, limit } = settings
  const samples = join(dataFolder, 'samples')
  const given = paths.length > 0 ? paths : await writeSamples({ from: REPOSITORY, to: samples })
  const files: FoundDocument[] = []
  for await (const file of findDocuments(given, { onUnreadable: warn })) files.push(file)
  if (paths.length > 0) return files
  return [...files, ...(await installedDocuments(REPOSITORY, { limit, onUnreadable: warn }))]
}

function warn({ path, reason }: Unreadable): void {
  console.error(`Passed over ${path}: ${reason}`)
}

/** The first signal ends in order, and what is unfinished goes on at the next start. */
function stopOnSignal(close: () => Promise<void>): void {
  let asked = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      if (asked) process.exit(130)
      asked = true
      console.error('\nStopping; a second signal ends at once.')
      await close()
      process.exit(130)
    })
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
