import { createHash } from 'node:crypto'
import add from './lua/add.lua?raw'
import args from './lua/args.lua?raw'
import base from './lua/base.lua?raw'
import budgets from './lua/budgets.lua?raw'
import cancels from './lua/cancels.lua?raw'
import claims from './lua/claims.lua?raw'
import commandMain from './lua/command-main.lua?raw'
import commands from './lua/commands.lua?raw'
import counting from './lua/counting.lua?raw'
import dedup from './lua/dedup.lua?raw'
import dependents from './lua/dependents.lua?raw'
import due from './lua/due.lua?raw'
import endings from './lua/endings.lua?raw'
import enqueue from './lua/enqueue.lua?raw'
import enqueueMain from './lua/enqueue-main.lua?raw'
import events from './lua/events.lua?raw'
import forgetting from './lua/forgetting.lua?raw'
import history from './lua/history.lua?raw'
import holding from './lua/holding.lua?raw'
import index from './lua/index.lua?raw'
import laneNames from './lua/lane-names.lua?raw'
import lanes from './lua/lanes.lua?raw'
import limits from './lua/limits.lua?raw'
import merge from './lua/merge.lua?raw'
import occurrences from './lua/occurrences.lua?raw'
import ordering from './lua/ordering.lua?raw'
import parking from './lua/parking.lua?raw'
import plainClaim from './lua/plain-claim.lua?raw'
import plainEnqueue from './lua/plain-enqueue.lua?raw'
import plainSettle from './lua/plain-settle.lua?raw'
import plainTurn from './lua/plain-turn.lua?raw'
import purge from './lua/purge.lua?raw'
import queue from './lua/queue.lua?raw'
import queued from './lua/queued.lua?raw'
import queues from './lua/queues.lua?raw'
import read from './lua/read.lua?raw'
import records from './lua/records.lua?raw'
import recover from './lua/recover.lua?raw'
import reports from './lua/reports.lua?raw'
import schedules from './lua/schedules.lua?raw'
import scheduling from './lua/scheduling.lua?raw'
import session from './lua/session.lua?raw'
import settle from './lua/settle.lua?raw'
import storing from './lua/storing.lua?raw'
import turn from './lua/turn.lua?raw'
import turnMain from './lua/turn-main.lua?raw'
import units from './lua/units.lua?raw'
import waiting from './lua/waiting.lua?raw'
import watching from './lua/watching.lua?raw'
import writes from './lua/writes.lua?raw'

/** A Lua program, known to the server by its hash. */
export interface Script {
  readonly name: string
  readonly source: string
  readonly sha: string
}

/** What a script does to the data, so that the server knows when it may run. */
type Effect = 'reads' | 'adds' | 'frees'

const FLAGS: Readonly<Record<Effect, string>> = {
  reads: '#!lua flags=no-writes\n',
  // Above `maxmemory` the server refuses these before they begin.
  adds: '#!lua\n',
  // And lets these run: they make room, or must not be lost.
  frees: '#!lua flags=allow-oom\n',
}

function script(name: string, effect: Effect, ...parts: readonly string[]): Script {
  const source = FLAGS[effect] + parts.join('\n')
  return { name, source, sha: createHash('sha1').update(source).digest('hex') }
}

/**
 * Lua makes every function of a script anew in each run, which for a long script costs more than
 * what it then does. Inside a function of their own they are made only when it is called.
 */
const lazily = (...parts: readonly string[]): string =>
  `local function all()\n${parts.join('\n')}\nend\nreturn all()`

const storing_ = [enqueue, units, storing]
const moving = [args, records, writes, events, limits, lanes, parking, waiting]
const ending = [dedup, schedules, endings, dependents]

export const SCRIPTS = {
  add: script('add', 'adds', base, index, add),
  enqueue: script(
    'enqueue',
    'adds',
    ...[base, index, plainEnqueue],
    lazily(
      ...[args, records, writes, events, lanes, waiting, dedup, schedules, endings],
      ...[...storing_, enqueueMain],
    ),
  ),
  turn: script(
    'turn',
    'frees',
    ...[base, plainSettle, plainClaim, plainTurn],
    lazily(
      ...[...moving, ...ending, history, holding, cancels, settle, reports, claims, merge],
      ...[recover, turn, turnMain],
    ),
  ),
  command: script(
    'command',
    'frees',
    ...[base, index, ...moving, ...ending, forgetting, commands, ordering, commandMain],
  ),
  session: script('session', 'frees', base, args, records, writes, holding, cancels, session),
  read: script('read', 'reads', base, args, read),
  queue: script('queue', 'frees', base, args, queue),
  queues: script('queues', 'reads', base, records, laneNames, queues),
  queued: script('queued', 'reads', base, args, laneNames, queued),
  counts: script('counts', 'reads', base, args, counting),
  budgets: script('budgets', 'frees', base, ...moving, holding, budgets),
  purge: script('purge', 'frees', ...[base, index, ...moving, ...ending, forgetting, purge]),
  schedule: script(
    'schedule',
    'adds',
    ...[base, index, ...moving, ...ending, ...storing_, forgetting, commands, ordering],
    scheduling,
  ),
  due: script('due', 'reads', base, args, due),
  occurrences: script('occurrences', 'frees', base, args, occurrences),
  watching: script('watching', 'frees', base, args, events, watching),
} as const

export type ScriptName = keyof typeof SCRIPTS
