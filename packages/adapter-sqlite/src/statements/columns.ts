/** A row id from its two halves; see `address.ts`. */
export const SEQ = '((? << 30) | ?)'
export const HALVES = 'seq >> 30 AS hi, seq & 1073741823 AS lo'
/** Most jobs are due when they are stored, and then the time stands there once. */
const DUE = 'coalesce(due, enqueued) AS due'

export const JOB = `${HALVES}, tail, kind, queue, lane, state, priority, key, ${DUE}, enqueued, flags,
  attempt, crashes, executions, token, worker, started, ended, outcome, input, options, result,
  failure, cancel_reason, cancelled_by, dedup, extra`
/** What a claim tells of a job that never ran; the fewer columns, the less it costs. */
export const DUE_JOB = `${HALVES}, tail, kind, priority, key, ${DUE}, enqueued, flags, attempt,
  crashes, token, input, options, extra`

/** Lanes that may hold waiting jobs of a queue: the plain one, and those with a head. */
export const LANES = '(ns_lane.id = ns_lane.queue OR ns_lane.head IS NOT NULL)'

/** The store's one row, and whether rarer things need to be looked at. */
export const CONTROL = `heard, observed, sequence, gone, bounded,
  EXISTS (SELECT 1 FROM ns_release) AS releasing, EXISTS (SELECT 1 FROM ns_limit) AS limited`
