import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '@nightshift/adapter-sqlite'
import { createNightshift } from '@nightshift/core'
import { startRedis } from '../scripts/redis.mjs'
import { audit } from './audit.mjs'
import { createEffect } from './job.mjs'
import { createPool } from './pool.mjs'
import { createRandom, readSettings } from './settings.mjs'
import { openStorage } from './storage.mjs'

/** Short, so that many take-overs fit into a few minutes. */
const LEASE_MS = 2_000
/** One fault in eight is a stop that outlasts the lease, not a kill. */
const STOP_SHARE = 1 / 8

const settings = readSettings(process.argv.slice(2))
const random = createRandom(settings.seed)
const folder = mkdtempSync(join(tmpdir(), 'nightshift-soak-'))
const effects = join(folder, 'effects.ndjson')
const file = join(folder, 'jobs.db')
writeFileSync(effects, '')
const redis = settings.storage === 'redis' ? await startRedis() : undefined
const shared = { storage: settings.storage, file, url: redis?.url, effects, leaseMs: LEASE_MS }
const started = Date.now()

const effect = createEffect(effects)
const nightshift = createNightshift({ storage: openStorage(shared), jobs: [effect], worker: false })
const pool = createPool(settings.workers, shared)
const kills = new Set()
const stops = new Map()

const ids = await enqueueHalf()
const [rest] = await Promise.all([enqueueHalf(), inflict()])
ids.push(...rest)
await finished()
await pool.close()

const verdict = await audit({ nightshift, ids, effects, kills, stops, leaseMs: LEASE_MS })
await nightshift.stop()
const busyErrors = pool.errors().match(/SQLITE_BUSY|database is locked/gi)?.length ?? 0
const integrity = settings.storage === 'sqlite' ? checkFile() : 'ok'
await redis?.stop()
rmSync(folder, { recursive: true, force: true })

const seconds = Math.round((Date.now() - started) / 100) / 10
const { storage, jobs } = settings
const summary = { storage, jobs, kills: kills.size, ...verdict, busyErrors, integrity, seconds }
console.log(JSON.stringify(summary))
const { lost, failedByCrash, doubleCompleted, unexplainedDuplicates } = verdict
const bad = lost + failedByCrash + doubleCompleted + unexplainedDuplicates + busyErrors
process.exit(bad === 0 && integrity === 'ok' ? 0 : 1)

async function enqueueHalf() {
  const handles = await nightshift.enqueueMany(effect, Array(settings.jobs / 2).fill(undefined))
  return handles.map(({ id }) => id)
}

/** Kills and stops workers at random moments, but never all at once. */
async function inflict() {
  while (kills.size < settings.kills) {
    await sleep(100 + random() * 500)
    const members = pool.members().filter(({ pid }) => !stops.has(pid))
    const victim = members[Math.floor(random() * members.length)]
    if (!victim) continue
    if (random() < STOP_SHARE) void suspend(victim)
    else {
      kills.add(victim.pid)
      victim.kill('SIGKILL')
    }
  }
}

async function suspend(victim) {
  const begun = Date.now()
  stops.set(victim.pid, 0)
  victim.kill('SIGSTOP')
  await sleep(LEASE_MS * (0.5 + random() * 2))
  victim.kill('SIGCONT')
  stops.set(victim.pid, Date.now() - begun)
}

async function finished() {
  for (;;) {
    const { queued, running } = await nightshift.jobs.count()
    if (queued + running === 0) return
    await sleep(250)
  }
}

function checkFile() {
  const database = openDatabase(file)
  const { integrity_check: answer } = database.prepare('PRAGMA integrity_check').get()
  database.close()
  return answer
}
