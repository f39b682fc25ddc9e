import type { LimitDefinition, ScheduleMove, Storage } from '@nightshift/core'
import type { VirtualClock } from '../virtual-clock.js'
import { type Cast, pick } from './cast.js'
import type { Side } from './pair.js'
import type { MoveStep, SettingStep } from './step.js'

const PERIOD_MS = 5_000

export function definitions(
  now: number,
  { concurrency, amount }: { readonly concurrency: number; readonly amount: number },
): readonly LimitDefinition[] {
  const period = { amount, periodEndsAt: now + PERIOD_MS }
  return [
    { name: 'solo', concurrency },
    { name: 'wide', concurrency: concurrency + 1 },
    { name: 'fast', rate: { limit: concurrency + 1, perMs: 500 } },
    { name: 'money', budget: { ...period, whenExhausted: 'park' } },
    { name: 'gift', budget: { ...period, whenExhausted: 'hand-over' } },
  ]
}

/** Changes a setting, or uses it up. */
export async function set(
  storage: Storage,
  side: Side,
  step: SettingStep,
  cast: Cast,
  clock: VirtualClock,
): Promise<unknown> {
  switch (step.type) {
    case 'pause':
      return storage.pauseQueue(step.queue, step.change)
    case 'length': {
      const { maxLength } = step
      return storage.defineQueue(step.queue, maxLength === undefined ? {} : { maxLength })
    }
    case 'define':
      return storage.defineLimits(definitions(clock.now(), step))
    case 'spend': {
      const claim = pick(cast.claims, step.claim)
      if (!claim || !usesKey(await storage.get([claim.id]), step.key)) return undefined
      const held = { id: claim.id, token: claim.tokens[side] }
      return storage.spend(claim.session, held, step.key, step.amount)
    }
    case 'roll': {
      const limit = (await storage.limits()).find(({ key }) => key === step.key)
      const end = (limit?.periodEndsAt ?? 0) + (step.expects === 'right' ? 0 : 1)
      return storage.rollBudget(step.key, end, clock.now() + PERIOD_MS)
    }
    case 'reset':
      return storage.resetBudget(step.key)
    case 'purge': {
      const { state, name, keep, limit } = step
      const request = { state, keep, limit, olderThanMs: 0 }
      return storage.purge({ ...request, ...(name !== undefined && { name }) })
    }
  }
}

const usesKey = (
  jobs: readonly { readonly limits?: readonly { readonly key: string }[] }[],
  key: string,
): boolean => jobs.some(({ limits = [] }) => limits.some((use) => use.key === key))

/** Each storage is asked with its own revision: how far one rises is its own affair. */
export async function moveSchedule(
  storage: Storage,
  step: MoveStep,
  move: Omit<ScheduleMove, 'expectedRevision'>,
): Promise<unknown> {
  const known = (await storage.schedules()).find(({ id }) => id === 's')
  const revision = known && known.revision + (step.revision === 'right' ? 0 : 1)
  const { dueAt, state } = move
  switch (step.how) {
    case 'put': {
      const schedule = { id: 's', definition: '1', state, dependents: ['t'] }
      return storage.putSchedule({ ...schedule, ...(dueAt !== undefined && { dueAt }) }, revision)
    }
    case 'delete':
      return storage.deleteSchedule('s', revision ?? 1)
    case 'move':
      return storage.moveSchedule({ ...move, expectedRevision: revision ?? 1 }).catch(() => 'error')
  }
}
