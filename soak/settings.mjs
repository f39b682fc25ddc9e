import { parseArgs } from 'node:util'

/** What a soak does; every figure can be given on the command line. */
export function readSettings(args) {
  const { values } = parseArgs({
    args,
    options: {
      storage: { type: 'string', default: 'sqlite' },
      jobs: { type: 'string', default: '20000' },
      kills: { type: 'string', default: '100' },
      workers: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
    },
  })
  if (!['sqlite', 'redis'].includes(values.storage)) {
    throw new Error(`--storage must be sqlite or redis, not "${values.storage}".`)
  }
  const number = (name) => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value >= 0) return value
    throw new Error(`--${name} must be a whole number from 0, not "${values[name]}".`)
  }
  return {
    storage: values.storage,
    jobs: number('jobs'),
    kills: number('kills'),
    workers: number('workers'),
    seed: number('seed'),
  }
}

/** A repeatable sequence of numbers in [0, 1). */
export function createRandom(seed) {
  let state = (seed * 2654435761 + 1) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
