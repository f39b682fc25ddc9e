import {
  createNightshift,
  type JobDefinition,
  memoryStorage,
  type NightshiftOptions,
} from '../src/index.js'
import { createVirtualClock } from './virtual-clock.js'

/** A host on memory storage and virtual time, with every event written down. */
export function createHost<const Defs extends readonly JobDefinition[]>(
  jobs: Defs,
  options: Partial<NightshiftOptions<Defs>> = {},
) {
  const clock = createVirtualClock()
  const storage = memoryStorage({ clock })
  const nightshift = createNightshift({ storage, jobs, clock, random: () => 0.5, ...options })
  return { nightshift, clock, storage }
}
