// Checked by `tsc`: what compiles must compile, and what must not carries an expectation.
import { z } from 'zod'
import { createNightshift, defineJob, type JobHandle, memoryStorage } from '../../src/index.js'

const resize = defineJob({
  name: 'resize',
  input: z.object({ url: z.string(), width: z.number().default(800) }),
  async run({ url, width }) {
    const parsed: number = width
    return { url, pixels: parsed }
  },
})
const sweep = defineJob({ name: 'sweep', run: () => 'swept' })

const nightshift = createNightshift({ storage: memoryStorage(), jobs: [resize, sweep] })

export async function compiles(): Promise<void> {
  const handle: JobHandle<{ url: string; pixels: number }> = await nightshift.enqueue(resize, {
    url: 'a',
  })
  const { pixels } = await handle.result()
  const sum: number = pixels
  const byName: JobHandle<string> = await nightshift.enqueue('sweep')
  await nightshift.enqueue('resize', { url: 'a', width: 3 }, { priority: 'high' })
  await nightshift.enqueue(sweep, undefined, { delay: '5m' })
  await nightshift.enqueueMany(resize, [{ url: 'a' }])
  void [sum, byName]
}

export async function doesNotCompile(): Promise<void> {
  // @ts-expect-error a field of the wrong type
  await nightshift.enqueue(resize, { url: 5 })
  // @ts-expect-error a missing field
  await nightshift.enqueue(resize, {})
  // @ts-expect-error a missing input
  await nightshift.enqueue(resize)
  // @ts-expect-error an unknown name
  await nightshift.enqueue('rezise', { url: 'a' })
  // @ts-expect-error the wrong input for a name
  await nightshift.enqueue('resize', { link: 'a' })
  // @ts-expect-error an unknown priority
  await nightshift.enqueue(sweep, undefined, { priority: 'urgent' })
  // @ts-expect-error not a duration
  await nightshift.enqueue(sweep, undefined, { delay: '5 minutes' })
  // @ts-expect-error the wrong result type
  const wrong: JobHandle<number> = await nightshift.enqueue(sweep)
  // @ts-expect-error one wrong input among many
  await nightshift.enqueueMany(resize, [{ url: 'a' }, { url: 1 }])
  // @ts-expect-error an event nobody emits
  nightshift.on('job:done', () => {})
  void wrong
}
