import { readFileSync } from 'node:fs'

/** What became of every acknowledged job, from the store and from the effects' own file. */
export async function audit({ nightshift, ids, effects, kills, stops, leaseMs }) {
  const byJob = effectsByJob(effects)
  const verdict = {
    completed: 0,
    lost: 0,
    failedByCrash: 0,
    doubleCompleted: 0,
    duplicateEffects: 0,
    unexplainedDuplicates: 0,
  }
  for (const id of ids) {
    const job = await nightshift.jobs.get(id)
    const done = byJob.get(id) ?? []
    if (job?.state === 'completed' && done.length > 0) verdict.completed += 1
    else if (job?.state === 'failed') verdict.failedByCrash += 1
    else verdict.lost += 1
    const succeeded = job?.attempts.filter(({ outcome }) => outcome === 'succeeded').length ?? 0
    if (succeeded > 1) verdict.doubleCompleted += 1
    const extra = done.slice(0, -1)
    verdict.duplicateEffects += extra.length
    verdict.unexplainedDuplicates += extra.filter((effect) => !explained(effect, job)).length
  }
  return verdict

  /** An effect may come twice only if its execution was lost in a kill, or in a stop beyond its lease. */
  function explained({ pid }, job) {
    const lost = job.attempts.some(
      ({ outcome, worker }) => outcome === 'lost' && worker === `pid ${pid}`,
    )
    return lost && (kills.has(pid) || (stops.get(pid) ?? 0) > leaseMs)
  }
}

function effectsByJob(file) {
  const byJob = new Map()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line) continue
    const effect = JSON.parse(line)
    byJob.set(effect.id, [...(byJob.get(effect.id) ?? []), effect])
  }
  return byJob
}
