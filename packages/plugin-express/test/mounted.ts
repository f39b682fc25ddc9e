import { createRequire } from 'node:module'
import {
  createNightshift,
  defineJob,
  JobError,
  memoryStorage,
  type NightshiftEvents,
  type Storage,
} from '@nightshift/core'
import express from 'express'
import { z } from 'zod'
import { type JobsRouter, type JobsRouterOptions, jobsRouter } from '../src/index.js'

const express4 = createRequire(import.meta.url)('express4') as typeof express

export const EXPRESS = [
  { version: 'Express 5', make: express },
  { version: 'Express 4', make: express4 },
] as const

/** Says hello, with progress and a log line on the way. */
export const greet = defineJob({
  name: 'greet',
  queue: 'post',
  input: z.object({ name: z.string(), note: z.unknown().optional() }),
  async run({ name }, ctx) {
    await ctx.step('think', () => {}, { weight: 50 })
    ctx.log.info('greeting', { secret: 'only in the API' })
    return { text: `Hello ${name}` }
  },
})

/** Runs until it is told to stop. */
export const hold = defineJob({
  name: 'hold',
  async run(_input, ctx) {
    ctx.progress({ percent: 10, message: 'holding' })
    await new Promise((_, reject) => {
      ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason))
    })
  },
})

export const fail = defineJob({
  name: 'fail',
  async run() {
    throw new JobError('NO_PAPER', 'The printer has no paper.', { retry: false })
  },
})

export const createHost = (storage: Storage = memoryStorage(), worker = true) =>
  createNightshift({
    storage,
    jobs: [greet, hold, fail],
    worker: worker && { poll: '20ms' },
  })

export type TestHost = ReturnType<typeof createHost>

export interface Mounted {
  readonly app: express.Express
  readonly router: JobsRouter
}

/** A host application with the router at `/jobs`; everybody is an admin unless `options` say otherwise. */
export function mount(
  host: TestHost,
  options: Partial<JobsRouterOptions> = {},
  make: typeof express = express,
): Mounted {
  const router = jobsRouter(host, { authorize: () => 'admin', onError() {}, ...options })
  const app = make()
  app.use('/jobs', router)
  return { app, router }
}

/** The next event of that name, of this job if one is given. */
export function once<Name extends keyof NightshiftEvents>(
  host: TestHost,
  name: Name,
  jobId?: string,
): Promise<NightshiftEvents[Name]> {
  return new Promise((resolve) => {
    const stop = host.on(name, (event) => {
      if (jobId !== undefined && 'job' in event && event.job.id !== jobId) return
      stop()
      resolve(event)
    })
  })
}
