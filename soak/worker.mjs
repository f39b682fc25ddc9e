import { createNightshift } from '@nightshift/core'
import { createEffect } from './job.mjs'
import { openStorage } from './storage.mjs'

// One worker process; its parent kills it at any moment.
const settings = JSON.parse(process.env.NIGHTSHIFT_SOAK)
const nightshift = createNightshift({
  storage: openStorage(settings),
  jobs: [createEffect(settings.effects)],
  queues: { default: { concurrency: 10 } },
  worker: { name: `pid ${process.pid}`, lease: settings.leaseMs, poll: '100ms' },
  signals: true,
})
nightshift.on('error', ({ error, during }) => console.error(`${during}: ${error.message}`))
const { errors } = await nightshift.start()
if (errors.length > 0) throw errors[0].error
